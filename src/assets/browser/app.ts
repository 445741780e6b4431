import { captcha } from './captcha.ts'
import { countdown } from './countdown.ts'
import { delivery } from './delivery.ts'
import { emailTypo } from './email-typo.ts'
import { errorFocus } from './error-focus.ts'
import { expiry } from './expiry.ts'
import { finishing } from './finishing.ts'
import { line } from './line.ts'
import { passwordRules } from './password-rules.ts'
import { printButton } from './print-button.ts'
import { refusedForm } from './refused-form.ts'
import { revealPassword } from './reveal-password.ts'
import { solveForPage } from './solver.ts'
import { submitOnce } from './submit-once.ts'
import { webOtp } from './web-otp.ts'

/** Everything here only adds to pages that work without it. The same file, run as a worker, solves the captcha. */
if (typeof document === 'undefined') solveForPage()
else
  for (const enhance of [
    line,
    refusedForm,
    errorFocus,
    captcha,
    submitOnce,
    countdown,
    delivery,
    finishing,
    emailTypo,
    passwordRules,
    revealPassword,
    printButton,
    expiry,
    webOtp,
  ])
    enhance()
