import { find, steadily } from '../dom.ts'

/** A status speaks only of what changes in it, so it is there before its words are. */
const BEFORE_SPEAKING_MS = 100

/** Says at the top what an action did, as the page `from` says it; screen readers speak it where they are. */
export function announce(from: ParentNode): void {
  const notice = find('#done', from)
  if (!notice) return
  const place = find('#done') ?? emptyPlace()
  setTimeout(() => {
    steadily(() => {
      place.className = notice.className
      place.innerHTML = notice.innerHTML
    })
  }, BEFORE_SPEAKING_MS)
}

function emptyPlace(): HTMLElement {
  const place = document.createElement('div')
  place.id = 'done'
  place.setAttribute('role', 'status')
  const heading = find('main h1')!
  heading.parentNode!.insertBefore(place, heading)
  return place
}
