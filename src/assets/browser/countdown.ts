import { everySecond } from './clock.ts'
import { find, findAll, say } from './dom.ts'

const SPOKEN = [60, 30]

/** Lets a new code be asked for when the wait is over. Shows each second, speaks at a minute, at half of one, and at the end. */
export function countdown(): void {
  const form = find('#resend[data-wait]')
  if (!form) return
  const button = find<HTMLButtonElement>('button', form)!
  const shown = find('[data-here]', form)!
  const spoken = find('[role="status"]', form)!
  button.disabled = true
  say(form, 'in', shown)
  // Minutes and seconds by turns, in each language.
  const clocks = findAll('bdi', shown)
  let before = Number(form.dataset['wait']) + 1

  everySecond(before - 1, left => {
    for (const [at, clock] of clocks.entries())
      clock.textContent = String(at % 2 === 0 ? Math.floor(left / 60) : left % 60)
    for (const moment of SPOKEN) if (before > moment && left <= moment && left > 0) say(form, `at${moment}`, spoken)
    before = left
    if (left > 0) return
    button.disabled = false
    for (const ways of findAll('[data-ways]', form)) ways.hidden = false
    shown.textContent = ''
    spoken.className = ''
    say(form, 'ready', spoken)
  })
}
