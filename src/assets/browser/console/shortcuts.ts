import { find, findAll } from '../dom.ts'

const KEPT = 'agent-shortcuts'

/** Presses what is shown and has `data-key` when its key is pressed, or puts the focus into it if it is a field. Off until the agent
 * switches it on, and dead in fields and with other keys held down (WCAG 2.1.4). */
export function shortcuts(): void {
  const button = find('[data-shortcuts]')
  if (!button) return
  let on = localStorage.getItem(KEPT) === 'on'
  const show = () => {
    button.setAttribute('aria-pressed', String(on))
    document.body.classList.toggle('app-keys', on)
  }
  for (const each of [button, find('[data-key="?"]')!]) each.hidden = false
  show()
  button.addEventListener('click', () => {
    on = !on
    localStorage.setItem(KEPT, on ? 'on' : 'off')
    show()
  })
  document.addEventListener('keydown', event => {
    if (!on || event.repeat || isWithOthers(event) || isField(event.target)) return
    const key = keyOf(event)
    const found = findAll('[data-key]').find(each => each.dataset['key'] === key && each.checkVisibility())
    if (!found) return
    // Else the key is also typed into the field that gets the focus.
    event.preventDefault()
    if (isField(found)) found.focus()
    else found.click()
  })
}

const isWithOthers = (event: KeyboardEvent) =>
  event.ctrlKey || event.altKey || event.metaKey || event.getModifierState('AltGraph')

/** On an Arabic keyboard. */
const SIGNS: Readonly<Record<string, string>> = { '؟': '?', ظ: '/' }

/** The letter or digit; on an Arabic keyboard that of the same key in Latin, on a French one the digit also without Shift. */
function keyOf({ key, code, shiftKey }: KeyboardEvent): string {
  if (/^[a-z\d/?]$/i.test(key)) return key.toLowerCase()
  return SIGNS[key] ?? code.replace(shiftKey ? /^Key/ : /^(?:Key|Digit)/, '').toLowerCase()
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, select, textarea, [contenteditable]')
}
