import { z } from 'zod'

/** The answer to an identity check: what we use of it, strictly; what it may hold besides is dropped. */
export const Match = z.object({
  member: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/),
  questions: z.array(z.enum(['registrationNumber', 'employerId', 'bankAccountLast8', 'civilStatusNumber'])).min(1),
  accountStatus: z.enum(['none', 'active']),
})

export const PaymentVerdict = z.object({ verified: z.boolean() })

// The account exists once this arrives: a contact nobody can write to is left out, the activation stands.
export const Account = z.object({
  activatedAt: z.iso.datetime({ offset: true }),
  previousContacts: z
    .object({
      email: z.email().optional().catch(undefined),
      phone: z
        .string()
        .regex(/^\+[1-9][0-9]{6,14}$/)
        .optional()
        .catch(undefined),
    })
    .default({})
    .catch({}),
})
