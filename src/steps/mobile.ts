import { mobileNumber, mobileRepeated, shownNumber } from '../domain/fields/mobile-number.ts'
import { accept, step, type Verdict } from '../wizard/index.ts'
import { afterSending } from './after-sending.ts'
import { identity } from './identity.ts'
import { perOrganisation } from './per-organisation.ts'

const meta = { type: 'tel', autocomplete: 'tel', inputmode: 'tel', width: 20 } as const

const fields = perOrganisation(organisation => ({
  phone: mobileNumber(organisation).meta(meta),
  phoneConfirmation: mobileRepeated(organisation).meta(meta),
}))

/** `optedOut`: this phone once answered STOP, so nothing was sent to it. */
type Mobile = { number: string; optedOut?: true }

export const mobile = step({
  slug: 'mobile',
  path: 'mobile',
  percent: 75,
  fields,

  check({ phone, phoneConfirmation }) {
    const differ = phone && phoneConfirmation && phone !== phoneConfirmation
    return differ ? { phoneConfirmation: 'differ' } : {}
  },

  async submit({ values, previousAnswer, answers, flow, ip, mode, services }): Promise<Verdict<Mobile>> {
    const answer = { number: values.phone }
    if (previousAnswer?.number === answer.number) return accept(previousAnswer)
    const member = answers.of(identity).subject
    const sending = await services.codes.send({ member, flow, ip, channel: 'sms', destination: answer.number, mode })
    // The next page offers the other delivery methods and explains how to undo the STOP.
    if (sending.kind === 'opted-out' && services.phoneWays.length > 1) return accept({ ...answer, optedOut: true })
    return afterSending(sending, services, 'phone') ?? accept(answer)
  },

  changed: 'notices.done.changed.sms',
  auditEvent: ({ optedOut }: Mobile) =>
    optedOut ? ['input_validation_fail', 'undeliverable'] : ['authn_token_created', 'sms'],

  recall({ number }: Mobile) {
    const shown = shownNumber(number)
    return { phone: shown, phoneConfirmation: shown }
  },
})
