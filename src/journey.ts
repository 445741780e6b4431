import { agentMaskedEmail, agentMaskedPhone, maskedEmail, maskedPhone } from './domain/fields/mask.ts'
import { email } from './steps/email.ts'
import { emailCode } from './steps/email-code.ts'
import { identity } from './steps/identity.ts'
import { mobile } from './steps/mobile.ts'
import { mobileCode } from './steps/mobile-code.ts'
import { password } from './steps/password.ts'
import { payment } from './steps/payment.ts'
import { terms } from './steps/terms.ts'
import type { Answers } from './wizard/answers.ts'
import { journey } from './wizard/journey.ts'
import { toMermaid } from './wizard/mermaid.ts'

/** Account activation, page by page. Move a line to move a page. */
export const activation = journey(
  terms, //
  identity,
  payment,
  email,
  emailCode,
  mobile,
  mobileCode,
  password,
)

/** The member's key, the same in every session; undefined before their identity is accepted. */
export const memberOf = (answers: Answers): string | undefined =>
  answers.has(identity) ? answers.of(identity).subject : undefined

/** The step that proves who the member is: after it, only one session of a member is live (S-11). */
export const proof = payment

/** What the done page shows; nothing else is kept of a finished journey. */
export interface Receipt {
  activatedAt: string
  email: string
  phone: string
}

export function receiptOf(answers: Answers): Receipt {
  return { activatedAt: answers.of(password).activatedAt, ...contactsOf(answers) }
}

export function contactsOf(answers: Answers): Omit<Receipt, 'activatedAt'> {
  return {
    email: maskedEmail(answers.of(email).address),
    phone: maskedPhone(answers.of(mobile).number),
  }
}

/** The contacts as an agent may know them: masked, and whether a code has proved them. */
export function contactsForAgents(answers: Answers) {
  return {
    ...(answers.has(email) && {
      email: { ...agentMaskedEmail(answers.of(email).address), proved: answers.has(emailCode) },
    }),
    ...(answers.has(mobile) && {
      phone: { masked: agentMaskedPhone(answers.of(mobile).number), proved: answers.has(mobileCode) },
    }),
  }
}

/** `npm run journey` */
if (import.meta.main) console.log(toMermaid(activation))
