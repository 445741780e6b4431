import { maskedEmail, maskedPhone } from '../../domain/fields/mask.ts'
import { email } from '../../steps/email.ts'
import { mobile } from '../../steps/mobile.ts'
import { password } from '../../steps/password.ts'
import type { Answers } from '../../wizard/answers.ts'
import type { Receipt } from '../middleware/session.ts'

/** What is kept of a finished journey, for the done page. */
export function receiptOf(answers: Answers): Receipt {
  return { activatedAt: answers.of(password).activatedAt, ...contactsOf(answers) }
}

/** The proven contacts, masked. */
export function contactsOf(answers: Answers): Omit<Receipt, 'activatedAt'> {
  return {
    email: maskedEmail(answers.of(email).address),
    phone: maskedPhone(answers.of(mobile).number),
  }
}
