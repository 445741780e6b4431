import { find, findAll } from '../dom.ts'

const KEPT = 'agent-shortcuts'

/**
 * Presses what has `data-key` when its key is pressed. Off until the agent switches it on, and dead in fields and with other keys
 * held down (WCAG 2.1.4).
 */
export function shortcuts(): void {
  const button = find('[data-shortcuts]')
  if (!button) return
  let on = localStorage.getItem(KEPT) === 'on'
  const show = () => {
    button.setAttribute('aria-pressed', String(on))
    document.body.classList.toggle('app-keys', on)
  }
  button.hidden = false
  show()
  button.addEventListener('click', () => {
    on = !on
    localStorage.setItem(KEPT, on ? 'on' : 'off')
    show()
  })
  document.addEventListener('keydown', event => {
    if (!on || event.ctrlKey || event.altKey || event.metaKey || isField(event.target)) return
    const key = keyOf(event)
    findAll('[data-key]')
      .find(({ dataset }) => dataset['key'] === key)
      ?.click()
  })
}

/** The letter; on an Arabic keyboard that of the same key in Latin. */
function keyOf({ key, code }: KeyboardEvent): string {
  return /^[\x21-\x7e]$/.test(key) ? key.toLowerCase() : code.replace(/^(?:Key|Digit)/, '').toLowerCase()
}

function isField(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches('input, select, textarea, [contenteditable]')
}
