import { emailAddress, emailRepeated, sameAddress, shownAddress } from '../domain/fields/email-address.ts'
import { accept, step } from '../wizard/index.ts'
import { afterSending } from './after-sending.ts'
import { identity } from './identity.ts'

const meta = { type: 'email', autocomplete: 'email', inputmode: 'email', autocapitalize: 'none' } as const

export const email = step({
  slug: 'email',
  path: 'email',
  percent: 45,
  fields: { email: emailAddress.meta(meta), emailConfirmation: emailRepeated.meta(meta) },

  check({ email, emailConfirmation }) {
    const differ = email && emailConfirmation && !sameAddress(email, emailConfirmation)
    return differ ? { emailConfirmation: 'differ' } : {}
  },

  async submit({ values, previousAnswer, answers, flow, ip, mode, services }) {
    const answer = { address: values.email }
    if (previousAnswer?.address === answer.address) return accept(previousAnswer)
    const member = answers.of(identity).subject
    const sending = await services.codes.send({ member, flow, ip, channel: 'email', destination: answer.address, mode })
    return afterSending(sending, services, 'email') ?? accept(answer)
  },

  changed: 'notices.done.changed.email',
  auditEvent: () => ['authn_token_created', 'email'],

  recall({ address }: { address: string }) {
    const shown = shownAddress(address)
    return { email: shown, emailConfirmation: shown }
  },
})
