import { z } from 'zod'
import { emailAddress } from '../../domain/fields/email-address.ts'
import { QUESTIONS } from '../../ports/index.ts'

export const Match = z.object({
  member: z.string().regex(/^[A-Za-z0-9_-]{8,64}$/),
  questions: z.array(z.enum(QUESTIONS)).min(1),
  accountStatus: z.enum(['none', 'active']),
})

export const PaymentVerdict = z.object({ verified: z.boolean() })

const now = () => new Date().toISOString()

/** A success means that the account exists, so unusable contacts are dropped and a bad time becomes now (ID-13). */
export const Account = z
  .object({
    activatedAt: z.iso.datetime({ offset: true }).catch(now),
    previousContacts: z
      .object({
        email: emailAddress.optional().catch(undefined),
        phone: z
          .string()
          .regex(/^\+[1-9][0-9]{6,14}$/)
          .optional()
          .catch(undefined),
      })
      .catch({}),
  })
  .catch(() => ({ activatedAt: now(), previousContacts: {} }))
