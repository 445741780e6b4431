import { step } from '../wizard/index.ts'
import { email } from './email.ts'
import { proveContact } from './prove-contact.ts'

export const emailCode = step({
  slug: 'email-code',
  path: 'email-code',
  percent: 60,
  captcha: true,
  dependsOn: [email],
  ...proveContact('email', answers => answers.of(email).address),
})
