import { captcha } from './captcha/captcha.ts'
import { solveForPage } from './captcha/solver.ts'
import { countdown } from './countdown.ts'
import { delivery } from './delivery.ts'
import { rememberPressed, useWords } from './dom.ts'
import { expiry } from './expiry/expiry.ts'
import { emailTypo } from './fields/email-typo.ts'
import { errorFocus } from './fields/error-focus.ts'
import { passwordRules } from './fields/password-rules.ts'
import { revealPassword } from './fields/reveal-password.ts'
import { webOtp } from './fields/web-otp.ts'
import { finishing } from './finishing.ts'
import { dictionary } from './line/dictionary.ts'
import { line } from './line/line.ts'
import { printButton } from './print-button.ts'
import { refusedForm } from './refused-form.ts'
import { submitOnce } from './submit-once.ts'

/** In each reading mode; put here by the build (build/words.ts). */
declare const WORDS: Readonly<Record<string, Readonly<Record<string, string>>>>

const ownWords = () => useWords(WORDS[document.documentElement.dataset['mode']!]!)

/** Everything here only adds to pages that work without it. The same file, run as a worker, solves the captcha. */
if (typeof document === 'undefined') solveForPage()
else
  for (const enhance of [
    ownWords,
    rememberPressed,
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
    dictionary,
  ])
    enhance()
