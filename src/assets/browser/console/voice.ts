import { find, findAll } from '../dom.ts'

const A_YEAR_SECONDS = 365 * 24 * 60 * 60

/** Shows the sentences in the language that the agent chooses, at once, and keeps the choice for the pages to come. */
export function voice(): void {
  const root = find('[data-voice]')
  if (!root) return
  const links = findAll('[data-choose]')
  for (const link of links)
    link.addEventListener('click', event => {
      event.preventDefault()
      const chosen = link.dataset['choose']!
      root.dataset['voice'] = chosen
      for (const each of links) each.removeAttribute('aria-current')
      link.setAttribute('aria-current', 'true')
      const secure = location.protocol === 'https:' ? '; secure' : ''
      // biome-ignore lint/suspicious/noDocumentCookie: the Cookie Store API is not in every browser
      document.cookie = `agent-voice=${chosen}; path=/; max-age=${A_YEAR_SECONDS}; samesite=lax${secure}`
    })
}
