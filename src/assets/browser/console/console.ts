import { rememberPressed } from '../dom.ts'
import { expiry } from '../expiry/expiry.ts'
import { errorFocus } from '../fields/error-focus.ts'
import { printButton } from '../print-button.ts'
import { follow } from './follow.ts'
import { preview } from './preview.ts'
import { shortcuts } from './shortcuts.ts'
import { voice } from './voice.ts'

/** The console's script. Everything here only adds to pages that work without it. */
for (const enhance of [rememberPressed, errorFocus, expiry, follow, preview, printButton, voice, shortcuts]) enhance()
