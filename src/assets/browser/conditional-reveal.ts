import { find, findAll } from './dom.ts'

/** Shows a field only while the choice it belongs to is made. */
export function conditionalReveal(): void {
  const choices = findAll<HTMLInputElement>('[data-reveals]')
  const update = () => {
    for (const choice of choices) {
      const part = find(`#${choice.dataset['reveals']}`)
      if (part) part.hidden = !choice.checked
    }
  }
  for (const choice of choices) choice.addEventListener('change', update)
  // On the way back a browser may restore the choice after this script has run.
  addEventListener('pageshow', update)
  update()
}
