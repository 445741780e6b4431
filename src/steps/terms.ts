import { z } from 'zod'
import type { NewAccount } from '../ports/index.ts'
import { accept, step, type Verdict } from '../wizard/index.ts'
import { identity } from './identity.ts'

/** The member accepts the terms of use; version and time are sent with the account. */
export const terms = step({
  slug: 'terms',
  path: 'conditions',
  percent: 0,
  fields: { accepted: z.literal('yes', 'required').meta({ type: 'checkbox' }) },

  /** The page explains why the terms are asked again: another member was named later (S-11). */
  viewData: async ({ answers }) => ({ anotherMember: answers.has(identity) && !answers.has({ slug: 'terms' }) }),

  async submit({ services, previousAnswer }): Promise<Verdict<NewAccount['terms']>> {
    return accept(previousAnswer ?? { version: services.termsVersion, acceptedAt: new Date().toISOString() })
  },

  recall: () => ({ accepted: 'yes' }),
})
