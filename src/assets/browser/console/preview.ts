import { find } from '../dom.ts'

const KEPT = 'agent-preview'

/** The preview as high as its page, so that it does not scroll in itself; hidden on the pages to come if the agent has hidden it. */
export function preview(): void {
  const shown = find<HTMLDetailsElement>('.app-shown')
  if (!shown) return
  const fit = () => {
    const frame = find<HTMLIFrameElement>('.app-preview__page', shown)
    const height = frame?.contentDocument?.documentElement?.scrollHeight
    if (shown.open && frame && height) frame.style.height = `${height}px`
  }
  shown.open = localStorage.getItem(KEPT) !== 'hidden'
  // Also of a frame that comes later: the event does not bubble.
  shown.addEventListener('load', fit, { capture: true })
  shown.addEventListener('toggle', () => {
    localStorage.setItem(KEPT, shown.open ? 'shown' : 'hidden')
    fit()
  })
  fit()
}
