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
