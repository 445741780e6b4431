import { step } from '../wizard/index.ts'
import { mobile } from './mobile.ts'
import { proveContact } from './prove-contact.ts'

/** Proves the number by the code we sent to it. */
export const mobileCode = step({
  slug: 'mobile-code',
  path: 'mobile-code',
  percent: 90,
  captcha: true,
  dependsOn: [mobile],
  ...proveContact('sms', answers => answers.of(mobile).number),
})
