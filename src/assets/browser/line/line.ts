import { sinceArrival } from '../clock.ts'
import { find, pressedIn, say } from '../dom.ts'

/** For so long after an answer the connection is not tested again. */
const TRUSTED_MS = 60_000
/** After so long without an answer the connection counts as slow, not cut. */
const PATIENCE_MS = 5000

/** A form sent while the connection is down is lost with all that was typed. So the connection is tested first; if it is down, the page says so. */
export function line(): void {
  let alive = 0
  let trying = false
  let tried = false

  document.addEventListener(
    'submit',
    event => {
      const form = event.target as HTMLFormElement
      if (tried || (navigator.onLine && sinceArrival() - alive < TRUSTED_MS)) return
      event.preventDefault()
      event.stopImmediatePropagation()
      if (!trying) void send(form, pressedIn(form))
    },
    { capture: true },
  )

  async function send(form: HTMLFormElement, button: HTMLButtonElement | null): Promise<void> {
    trying = true
    const holds = await isThere()
    trying = false
    tell(form, !holds)
    if (!holds) return
    alive = sinceArrival()
    tried = true
    button?.click()
    tried = false
  }
}

/** Any answer will do; `navigator.onLine` is wrong both ways. */
async function isThere(): Promise<boolean> {
  const { href } = document.querySelector<HTMLLinkElement>('link[rel="stylesheet"]')!
  const answered = fetch(href, { method: 'HEAD', cache: 'no-store' }).then(
    () => true,
    () => false,
  )
  return Promise.race([answered, new Promise<boolean>(resolve => setTimeout(resolve, PATIENCE_MS, true))])
}

/** Shows at the end of `within` that the connection is down, or removes that. */
export function tell(within: HTMLElement, isCut: boolean): void {
  const place = find('[data-line]', within) ?? within.appendChild(placeToTell())
  place.hidden = !isCut
  if (isCut) {
    say(document, 'cut', place)
    place.scrollIntoView({ block: 'nearest' })
  } else place.textContent = ''
}

function placeToTell(): HTMLElement {
  const place = document.createElement('div')
  place.dataset['line'] = ''
  place.className = 'app-notice'
  place.setAttribute('role', 'alert')
  return place
}
