import { find } from '../dom.ts'

/** Lets members see what they type, both fields at once. Browsers never learn a visible password: it hides before sending. */
export function revealPassword(): void {
  const show = find<HTMLButtonElement>('[data-shows]')
  const hide = find<HTMLButtonElement>('[data-hides]')
  if (!show || !hide) return
  const fields = show.dataset['shows']!.split(' ').map(id => find<HTMLInputElement>(`#${id}`)!)

  const turn = (visible: boolean) => {
    for (const field of fields) field.type = visible ? 'text' : 'password'
    show.hidden = visible
    hide.hidden = !visible
  }
  show.onclick = () => {
    turn(true)
    hide.focus()
  }
  hide.onclick = () => {
    turn(false)
    show.focus()
  }
  fields[0]!.form!.addEventListener('submit', () => turn(false))
  turn(false)
}
