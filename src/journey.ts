import { email } from './steps/email.ts'
import { emailCode } from './steps/email-code.ts'
import { identity } from './steps/identity.ts'
import { mobile } from './steps/mobile.ts'
import { mobileCode } from './steps/mobile-code.ts'
import { password } from './steps/password.ts'
import { payment } from './steps/payment.ts'
import { terms } from './steps/terms.ts'
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

/** `npm run journey` */
if (import.meta.main) console.log(toMermaid(activation))
