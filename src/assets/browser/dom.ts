/** The first element that fits, typed by its caller. */
export function find<E extends HTMLElement>(selector: string, root: ParentNode = document): E | null {
  return root.querySelector<E>(selector)
}

export function findAll<E extends HTMLElement>(selector: string, root: ParentNode = document): E[] {
  return Array.from(root.querySelectorAll<E>(selector))
}

let words: Readonly<Record<string, string>> = {}

/** From now on the script has these words of its own, in the reading mode's language or languages. */
export function useWords(own: typeof words): void {
  words = own
}

export const wordsFor = (name: string): string => words[name] ?? ''

/** Shows in `place` what is said under `name`: what the page holds ready in `root`, or the script's own words. */
export function say(root: ParentNode, name: string, place: HTMLElement): void {
  const ready = root.querySelector<HTMLTemplateElement>(`template[data-say="${name}"]`)
  place.innerHTML = ready ? ready.innerHTML : wordsFor(name)
}

/** Changes the page without moving the field that is being typed in, also in browsers that do not anchor the scroll. */
export function steadily(change: () => void): void {
  const field = document.activeElement
  const top = () => (field ? field.getBoundingClientRect().top : 0)
  const before = top()
  change()
  scrollBy(0, top() - before)
}

let last: HTMLButtonElement | null = null

/** From now on remembers which button was pressed last. Enter in a field presses the first button of its form. */
export function rememberPressed(): void {
  document.addEventListener(
    'click',
    ({ target }) => {
      last = target instanceof Element ? target.closest('button') : null
    },
    { capture: true },
  )
}

/** The button that sends `form`. Not `event.submitter`, which Safari before 15.4 and Chrome 80 do not have; nor the element
 * with the focus, which Safari gives to no button that is pressed. */
export function pressedIn(form: HTMLFormElement): HTMLButtonElement | null {
  return last?.form === form ? last : form.querySelector('button:not([type])')
}
