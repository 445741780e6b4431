import { birthDateProblems, isoDate } from '../domain/fields/birth-date.ts'
import { withoutZeros } from '../domain/fields/leading-zeros.ts'
import { memberKey } from '../domain/identity/member-key.ts'
import type { Match } from '../ports/index.ts'
import { accept, end, reject, step, type Verdict } from '../wizard/index.ts'
import { fields, identifierProblem, typedDate } from './identity-fields.ts'

/** `subject`: the member's key, equal in every session; the API's handle changes each time. */
type Identified = Match & { subject: string }

/** Identifies a member by three facts. Stores none of them, only the handle, the key and the next questions. */
export const identity = step({
  slug: 'identity',
  path: 'identite',
  percent: 15,
  captcha: true,
  fields,

  check(values, { organisation }) {
    const { day, month, year } = birthDateProblems(typedDate(values))
    return {
      ...identifierProblem(values, organisation),
      ...(day && { birthDay: day }),
      ...(month && { birthMonth: month }),
      ...(year && { birthYear: year }),
    }
  },

  attemptKeys: ({ values }) => ({
    typed: [
      `${values.identifierType}:${withoutZeros(values[values.identifierType])}`,
      `nationalId:${withoutZeros(values.nationalId)}`,
    ],
  }),

  auditEvent: () => ['authn_login_success'],
  claimedSubject: ({ nationalId }) => nationalId,
  subjectOf: ({ subject }: Identified) => subject,

  async submit({ values, answers, flow, services }): Promise<Verdict<Identified>> {
    // A flow has one activation: a second member must not replace one in progress.
    if (answers.has({ slug: 'identity' }) && (await services.activations.status(flow))) return end('finishing')
    const { identifierType: type, nationalId } = values
    const claim = { identifier: { type, value: values[type] }, nationalId, birthDate: isoDate(typedDate(values)) }
    const match = await services.registry.checkIdentity(claim)
    return match ? accept({ ...match, subject: memberKey(nationalId) }) : reject({ form: 'noMatch' })
  },
})
