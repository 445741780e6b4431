import { z } from 'zod'

/** The answer to an identity check: what we use of it, strictly; what it may hold besides is dropped. */
export const Match = z.object({
  member: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/),
  questions: z.array(z.enum(['registrationNumber', 'employerId', 'bankAccountLast8', 'civilStatusNumber'])).min(1),
  accountStatus: z.enum(['none', 'active']),
})

export const PaymentVerdict = z.object({ verified: z.boolean() })

const now = () => new Date().toISOString()

/**
 * The account exists once a success arrives, whatever else is in it (ID-13): a contact nobody can write to is left out, and a
 * time that cannot be read is our own.
 */
export const Account = z
  .object({
    activatedAt: z.iso.datetime({ offset: true }).catch(now),
    previousContacts: z
      .object({
        email: z.email().optional().catch(undefined),
        phone: z
          .string()
          .regex(/^\+[1-9][0-9]{6,14}$/)
          .optional()
          .catch(undefined),
      })
      .catch({}),
  })
  .catch(() => ({ activatedAt: now(), previousContacts: {} }))
