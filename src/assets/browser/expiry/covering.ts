/** Room between a field and what covers the page below it. */
const GAP = 8

/** Keeps what has the focus above a bar that lies over the end of the page (WCAG 2.4.11). To be called when the bar has changed. */
export function keepUncovered(bar: HTMLElement): void {
  const { height, top } = bar.getBoundingClientRect()
  const room = height > 0 ? `${height + GAP}px` : ''
  document.documentElement.style.scrollPaddingBottom = room
  // Else the end of the page could not be scrolled out from under it.
  document.body.style.paddingBottom = room
  const focused = document.activeElement
  if (height === 0 || !focused || focused === document.body || bar.contains(focused)) return
  const under = focused.getBoundingClientRect().bottom + GAP - top
  if (under > 0) scrollBy(0, under)
}
