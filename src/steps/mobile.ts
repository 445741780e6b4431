import { mobileNumber, mobileRepeated } from '../domain/contacts.ts'
import { accept, step } from '../wizard/index.ts'
import { afterSending } from './after-sending.ts'
import { identity } from './identity.ts'
import { perOrganisation } from './per-organisation.ts'

const meta = { type: 'tel', autocomplete: 'tel', inputmode: 'tel', width: 20 } as const

const fields = perOrganisation(({ phoneCountries }) => ({
  phone: mobileNumber(phoneCountries).meta(meta),
  phoneConfirmation: mobileRepeated(phoneCountries).meta(meta),
}))

/** Takes a mobile number and sends a code to it. */
export const mobile = step({
  slug: 'mobile',
  path: 'mobile',
  percent: 75,
  fields,

  check({ phone, phoneConfirmation }) {
    const differ = phone && phoneConfirmation && phone !== phoneConfirmation
    return differ ? { phoneConfirmation: 'differ' } : {}
  },

  async submit({ values, standing, answers, flow, ip, mode, services }) {
    const answer = { number: values.phone }
    if (standing?.number === answer.number) return accept(standing)
    const member = answers.of(identity).subject
    const sending = await services.codes.send({ member, flow, ip, channel: 'sms', destination: answer.number, mode })
    return afterSending(sending, 'phone') ?? accept(answer)
  },

  recall: ({ number }: { number: string }) => ({ phone: number, phoneConfirmation: number }),
})
