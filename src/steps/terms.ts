import { z } from 'zod'
import type { NewAccount } from '../ports.ts'
import { accept, step, type Verdict } from '../wizard/index.ts'

/** The member accepts the terms of use; which version and when is handed over with the account. */
export const terms = step({
  slug: 'terms',
  path: 'conditions',
  percent: 0,
  fields: { accepted: z.literal('yes', 'required').meta({ type: 'checkbox' }) },

  async submit({ services, standing }): Promise<Verdict<NewAccount['terms']>> {
    return accept(standing ?? { version: services.termsVersion, acceptedAt: new Date().toISOString() })
  },

  recall: () => ({ accepted: 'yes' }),
})
