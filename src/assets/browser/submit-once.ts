const PATIENCE_MS = 10_000

/** A second click on a button sends nothing, until the answer came or was given up on. */
export function submitOnce(): void {
  let sent: { form: EventTarget | null; at: number } | undefined
  document.addEventListener('submit', event => {
    if (event.defaultPrevented) return
    const again = sent && sent.form === event.target && performance.now() - sent.at < PATIENCE_MS
    if (again) event.preventDefault()
    else sent = { form: event.target, at: performance.now() }
  })
  addEventListener('pageshow', () => {
    sent = undefined
  })
}
