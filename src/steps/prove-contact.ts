import { shownAddress } from '../domain/fields/email-address.ts'
import { shownNumber } from '../domain/fields/mobile-number.ts'
import { sixDigits } from '../domain/fields/typed-code.ts'
import type { Channel, Via } from '../ports/index.ts'
import type { Answers } from '../wizard/answers.ts'
import { accept, end, limit, reject } from '../wizard/index.ts'
import type { Submission } from '../wizard/step.ts'
import { afterSending } from './after-sending.ts'
import { identity } from './identity.ts'

const fields = { code: sixDigits.meta({ autocomplete: 'one-time-code', inputmode: 'numeric', width: 10 }) }

type Resending = Omit<Submission, 'values' | 'previousAnswer'> & { via?: Via | undefined }

export function proveContact(channel: Channel, destinationOf: (answers: Answers) => string) {
  return {
    fields,
    resent: `notices.done.sent.${channel}`,

    auditEvent: () => ['authn_login_success'] as [event: 'authn_login_success'],

    async submit({ values, answers, flow, services }: Submission<typeof fields, true>) {
      const holder = { member: answers.of(identity).subject, flow, channel }
      const check = await services.codes.check(holder, destinationOf(answers), values.code)
      switch (check.kind) {
        case 'right':
          return accept(true as const)
        case 'used':
          return { ...accept(true as const), again: true as const }
        case 'locked':
          return limit('sends', check.seconds, { code: { code: 'locked', seconds: check.seconds } })
        case 'limited':
          return limit(check.closed ? 'closed' : 'guesses', check.seconds)
        case 'elsewhere':
          return end('elsewhere')
        case 'wrong':
        case 'replaced':
          return reject({ code: { code: check.kind, left: check.left } })
        default:
          return reject({ code: check.kind })
      }
    },

    async viewData({ answers, flow, services }: Pick<Submission, 'answers' | 'flow' | 'services'>) {
      const shown = channel === 'sms' ? shownNumber : shownAddress
      return { destination: shown(destinationOf(answers)), ...(await services.codes.state({ flow, channel })) }
    },

    async resend({ answers, flow, ip, mode, via, services }: Resending) {
      const member = answers.of(identity).subject
      const sending = await services.codes.send({
        member,
        flow,
        ip,
        channel,
        destination: destinationOf(answers),
        mode,
        via,
      })
      if (sending.kind === 'wait')
        return limit('sends', sending.seconds, { code: { code: 'wait', seconds: sending.seconds } })
      return afterSending(sending, services) ?? accept(true)
    },
  }
}
