import { find, findAll } from './dom.ts'
import { likelyDomain } from './likely-domain.ts'

/** Asks back when an address looks mistyped; never stands in the way. */
export function emailTypo(): void {
  const place = find('[data-typo-of]')
  const field = place && find<HTMLInputElement>(`#${place.dataset['typoOf']}`)
  const words = place && find<HTMLTemplateElement>('template', place)
  if (!place || !field || !words) return
  const ask = () => {
    const [name, domain] = field.value.trim().split('@')
    const meant = name && domain ? likelyDomain(domain.toLowerCase()) : undefined
    place.textContent = ''
    if (meant) place.appendChild(question(`${name}@${meant}`))
  }
  field.addEventListener('change', ask)
  ask()

  function question(suggestion: string): HTMLElement {
    const button = document.createElement('button')
    button.type = 'button'
    button.className = 'app-link'
    button.appendChild(words!.content.cloneNode(true))
    for (const run of findAll('bdi', button)) run.textContent = suggestion
    button.onclick = () => {
      field!.value = suggestion
      place!.textContent = ''
      field!.focus()
    }
    return button
  }
}
