import { everySecond } from './clock.ts'
import { find, findAll, say, wordsFor } from './dom.ts'

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
  // One in each language.
  const clocks = findAll('bdi', shown)
  for (const clock of clocks) clock.dir = 'auto'
  let before = Number(form.dataset['wait']) + 1

  everySecond(before - 1, left => {
    for (const [language, clock] of clocks.entries()) clock.textContent = inWords(left, language)
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

/** So many seconds, in the language of that place in the page. The script has words for 0, 1, 2, 3 and 11: the numbers that have
 * plurals of their own in Arabic. */
export function inWords(seconds: number, language: number, whole = false): string {
  const say = (unit: string, count: number) => {
    const forms = wordsFor(unit).split('|')
    return forms[count < 3 ? count : count < 11 ? 3 : 4]!.split(' / ')[language]!.replace(/\d+/, String(count))
  }
  const [large, small] = [Math.floor(seconds / 60), seconds % 60]
  if (large === 0) return say(whole ? 'wholeSeconds' : 'seconds', small)
  if (small === 0) return say(whole ? 'wholeMinutes' : 'minutes', large)
  const pair = wordsFor('pair').split(' / ')[language]!
  return pair.replace('L', say('minutes', large)).replace('S', say('seconds', small))
}
