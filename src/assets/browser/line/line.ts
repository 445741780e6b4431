import { sinceArrival } from '../clock.ts'
import { find, pressedIn, say } from '../dom.ts'

/** For so long after a sign of life the line is not tried anew. */
const TRUSTED_MS = 60_000
/** A line that is slow, not cut. */
const PATIENCE_MS = 5000

/** A form sent into a cut line is lost with all that was typed. So the line is tried first, and where it is cut the page says so. */
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

/** Whatever answers will do; a browser's own idea of being online is wrong both ways. */
async function isThere(): Promise<boolean> {
  const { href } = document.querySelector<HTMLLinkElement>('link[rel="stylesheet"]')!
  const answered = fetch(href, { method: 'HEAD', cache: 'no-store' }).then(
    () => true,
    () => false,
  )
  return Promise.race([answered, new Promise<boolean>(resolve => setTimeout(resolve, PATIENCE_MS, true))])
}

/** Says at the end of `within` that the line is cut, or no longer. */
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
