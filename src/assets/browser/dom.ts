/** The first element that fits, typed by its caller. */
export function find<E extends HTMLElement>(selector: string, root: ParentNode = document): E | null {
  return root.querySelector<E>(selector)
}

export function findAll<E extends HTMLElement>(selector: string, root: ParentNode = document): E[] {
  return Array.from(root.querySelectorAll<E>(selector))
}

/** Shows in `place` the words that the page holds ready under `name`, in the reading mode's language or languages. */
export function say(root: ParentNode, name: string, place: HTMLElement): void {
  const words = root.querySelector<HTMLTemplateElement>(`template[data-say="${name}"]`)
  place.textContent = ''
  if (words) place.appendChild(words.content.cloneNode(true))
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

/**
 * The button that sends `form`. Not `event.submitter`, which Safari before 15.4 and Chrome 80 do not have; nor the element
 * with the focus, which Safari gives to no button that is pressed.
 */
export function pressedIn(form: HTMLFormElement): HTMLButtonElement | null {
  return last?.form === form ? last : form.querySelector('button:not([type])')
}
