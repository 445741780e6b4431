import { find } from '../dom.ts'

/** Takes a reader to what went wrong or was done, in browsers that do not know `autofocus` on other elements than fields. */
export function errorFocus(): void {
  find('[autofocus]')?.focus()
}
