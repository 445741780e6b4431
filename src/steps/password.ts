import { z } from 'zod'
import { maskedEmail, maskedPhone } from '../domain/fields/mask.ts'
import { memberKey } from '../domain/identity/member-key.ts'
import { PASSWORD_LENGTH } from '../domain/passwords/password-rule.ts'
import { LANGUAGES, languagesOf } from '../ports/index.ts'
import { accept, end, limit, reject, step, type Verdict } from '../wizard/index.ts'
import { email } from './email.ts'
import { identity } from './identity.ts'
import { mobile } from './mobile.ts'
import { payment } from './payment.ts'
import { terms } from './terms.ts'

/** Never trimmed, only composed (NFC), so that every keyboard gives the same password (PW-2). */
const typed = z
  .string()
  .transform(text => text.normalize('NFC'))
  .pipe(z.string().min(1, 'required'))
const meta = { type: 'password', autocomplete: 'new-password', autocapitalize: 'none' } as const

/** Takes a password and activates the account. The password is stored nowhere. */
export const password = step({
  slug: 'password',
  path: 'mot-de-passe',
  percent: 100,
  fields: { password: typed.meta(meta), passwordConfirmation: typed.meta(meta) },
  secret: { limited: 'notices.tooManyPassword', unavailable: 'notices.unavailablePassword' },
  auditEvent: () => ['user_created'],

  viewData: async ({ answers }) => ({
    least: PASSWORD_LENGTH.least,
    username: answers.of(email).address,
    email: maskedEmail(answers.of(email).address),
    phone: maskedPhone(answers.of(mobile).number),
  }),

  alreadyEnded: async ({ flow, services }) => ((await services.activations.status(flow)) ? 'finishing' : undefined),

  async submit({ values, answers, flow, mode, services }): Promise<Verdict<{ activatedAt: string }>> {
    const { member, subject } = answers.of(identity)
    const { address } = answers.of(email)
    const { number } = answers.of(mobile)
    const problem = services.passwordRule(values.password, {
      email: address,
      phone: number,
      isOwnCard: card => memberKey(card) === subject,
    })
    const differ = values.passwordConfirmation !== values.password
    if (problem || differ)
      return reject({
        ...(problem && { password: { code: problem, count: PASSWORD_LENGTH[problem === 'long' ? 'most' : 'least'] } }),
        ...(differ && { passwordConfirmation: 'differ' }),
      })

    const submitted = await services.passwordSubmits({ member: subject, flow }, activate, staysHere)
    if (submitted.kind === 'run') return submitted.result
    return submitted.kind === 'limited' ? limit('passwords', submitted.seconds) : end('elsewhere')

    async function activate(): Promise<Verdict<{ activatedAt: string }>> {
      const { idempotencyKey } = answers.of(payment)
      const account = {
        email: address,
        phone: number,
        passwordHash: await services.hasher.hash(values.password, idempotencyKey),
        terms: answers.of(terms),
        language: LANGUAGES[languagesOf(mode)[0]].official,
      }
      const activated = await services.activations.activate({ flow, member, account, idempotencyKey, mode })
      if (activated === 'unknown-member') return end('expired')
      return typeof activated === 'string' ? end(activated) : accept(activated)
    }
  },
})

function staysHere({ kind }: Verdict<unknown>): boolean {
  return kind !== 'accept' && kind !== 'end'
}
