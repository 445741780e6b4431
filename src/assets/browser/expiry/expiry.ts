import { everySecond, isSure, sinceArrival } from '../clock.ts'
import { inWords } from '../countdown.ts'
import { find, findAll, say } from '../dom.ts'
import { tell } from '../line/line.ts'
import { announce } from './announce.ts'
import { keepUncovered } from './covering.ts'

/** Warns before the session ends, and prolongs it when asked to. */
export function expiry(): void {
  const banner = find('#expiry')
  if (!banner) return
  const place = find('[data-here]', banner)!
  /** What had the focus before the bar's button got it by the keyboard. */
  let left: HTMLElement | undefined
  banner.addEventListener('focusin', ({ relatedTarget: from }) => {
    if (from instanceof HTMLElement && !banner.contains(from)) left = from
  })
  // A press by hand must not take the focus from a field, which would close the on-screen keyboard.
  banner.addEventListener('mousedown', event => event.preventDefault())
  let stop = watch(Number(banner.dataset['left']))

  function watch(seconds: number, from?: number): () => void {
    const warning = Number(banner!.dataset['warning'])
    let warned = false
    const tick = (left: number) => {
      // If the device has slept or its clock was set, only the server knows; its answer to "stay" decides.
      const over = left === 0 && isSure()
      if (left > warning || (warned && !over)) return
      warned = true
      banner!.hidden = false
      show(over ? 'expired' : 'warning', Math.min(warning, seconds))
      keepUncovered(banner!)
      const button = find<HTMLButtonElement>('button', place)
      if (button) button.onclick = () => void stay(button)
      // A member who is typing must not lose the focus to a button.
      if (button && !(document.activeElement instanceof HTMLInputElement)) button.focus()
    }
    return everySecond(seconds, tick, from)
  }

  /** The script's own words leave out in how long, until when (which the foot says as well) and where the start is. */
  function show(name: 'expired' | 'warning', seconds = 0): void {
    say(banner!, name, place)
    const start = find<HTMLAnchorElement>('a:not([href])', place)
    if (start) start.href = banner!.dataset['stay']!.replace(/\/[^/]*$/, '')
    const blanks = findAll('bdi', place).filter(({ textContent }) => textContent === '-')
    for (const [index, time] of findAll('#open-until bdi').entries()) {
      const [duration, until] = blanks.slice(2 * index)
      if (!duration || !until) return
      duration.dir = 'auto'
      duration.textContent = inWords(seconds, index, true)
      until.textContent = time.textContent
    }
  }

  /** Any request prolongs; the page it leads to says until when. */
  async function stay(button: HTMLButtonElement): Promise<void> {
    const hadFocus = banner!.contains(document.activeElement)
    button.disabled = true
    const asked = sinceArrival()
    try {
      const token = find<HTMLInputElement>('input[name="_token"]')!.value
      const body = new URLSearchParams({ _token: token })
      const response = await fetch(banner!.dataset['stay']!, { method: 'POST', body, credentials: 'same-origin' })
      const page = new DOMParser().parseFromString(await response.text(), 'text/html')
      const fresh = find('#expiry', page)
      stop()
      if (!fresh) {
        show('expired')
        return keepUncovered(banner!)
      }
      const until = find('#open-until', page)
      if (until) find('#open-until')!.innerHTML = until.innerHTML
      const [old, ready] = [banner!, fresh].map(bar => find('template[data-say="warning"]', bar))
      if (old && ready) old.innerHTML = ready.innerHTML
      banner!.hidden = true
      keepUncovered(banner!)
      if (hadFocus) left?.focus()
      announce(page)
      stop = watch(Number(fresh.dataset['left']), asked)
    } catch {
      tell(place, true)
      keepUncovered(banner!)
      button.disabled = false
    }
  }
}
