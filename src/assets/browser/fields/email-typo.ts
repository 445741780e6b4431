import { likelyAddress } from '../../../domain/fields/likely-domain.ts'
import { find, findAll } from '../dom.ts'

/** Asks back when an address looks mistyped; never stands in the way. */
export function emailTypo(): void {
  const place = find('[data-typo-of]')
  const field = place && find<HTMLInputElement>(`#${place.dataset['typoOf']}`)
  const again = place && find<HTMLInputElement>(`#${place.dataset['typoOf']}Confirmation`)
  const words = place && find<HTMLTemplateElement>('template', place)
  if (!place || !field || !words) return
  const ask = () => {
    const meant = likelyAddress(field.value)
    place.textContent = ''
    if (meant) place.appendChild(question(meant))
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
      // The second field often holds a copy of the mistyped address, and must not differ after the correction.
      for (const entry of [field!, again]) if (entry) entry.value = likelyAddress(entry.value) ?? entry.value
      place!.textContent = ''
      field!.focus()
    }
    return button
  }
}
