import { sixDigits } from '../domain/identifiers.ts'
import type { Channel } from '../ports.ts'
import type { Answers } from '../wizard/answers.ts'
import { accept, limit, reject } from '../wizard/index.ts'
import type { Submission } from '../wizard/step.ts'

const fields = { code: sixDigits.meta({ autocomplete: 'one-time-code', inputmode: 'numeric', width: 10 }) }

/** Fields and actions of a page that proves a contact by the code sent to it: alike for e-mail and SMS. */
export function proveContact(channel: Channel, destinationOf: (answers: Answers) => string) {
  return {
    fields,

    async submit({ values, answers, flow, services }: Submission<typeof fields, true>) {
      const check = await services.codes.check({ flow, channel }, destinationOf(answers), values.code)
      switch (check.kind) {
        case 'right':
          return accept(true as const)
        case 'locked':
          return limit(check.seconds, { code: { code: 'locked', seconds: check.seconds } })
        case 'wrong':
        case 'replaced':
          return reject({ code: { code: check.kind, left: check.left } })
        default:
          return reject({ code: check.kind })
      }
    },

    async situation({ answers, flow, services }: Pick<Submission, 'answers' | 'flow' | 'services'>) {
      return { destination: destinationOf(answers), ...(await services.codes.state({ flow, channel })) }
    },

    async resend({ answers, flow, mode, services }: Omit<Submission, 'values' | 'standing'>) {
      const issue = await services.codes.send({ flow, channel, destination: destinationOf(answers), mode })
      if (issue.kind === 'issued') return accept(true)
      const errors = issue.kind === 'wait' ? { code: { code: 'wait', seconds: issue.seconds } } : undefined
      return limit(issue.seconds, errors)
    },
  }
}
