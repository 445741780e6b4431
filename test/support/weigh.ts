import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from 'playwright-core'

const QUIET_MS = 500
const PATIENCE_MS = 60_000
const UNTOLD_MS = 5000

/**
 * What a visit brought over the wire, in bytes: compressed, with headers, without what the browser had kept, and without the
 * compression dictionary, which comes after the page when the browser is idle (test/browser/dictionary.test.ts weighs that).
 */
export interface Weight {
  requests: number
  bytes: number
  htmlAndCss: number
}

/** Opens `url` and waits until nothing more is loaded. Rejects where another page than the one asked for answers, or after 60 s. */
export async function weigh(page: Page, url: string): Promise<Weight> {
  const weight = { requests: 0, bytes: 0, htmlAndCss: 0 }
  const open = new Map<string, { type: string; url: string }>()
  const seen = new Set<string>()
  let changedAt = 0
  const network = await page.context().newCDPSession(page)
  network.on('Network.requestWillBeSent', ({ requestId, type = 'Other', redirectResponse, request }) => {
    if (redirectResponse) arrived(requestId, redirectResponse.encodedDataLength)
    if (!isElsewhere(request.url, type) && !request.url.endsWith('.dict'))
      open.set(requestId, { type, url: request.url })
    seen.add(request.url)
  })
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => arrived(requestId, encodedDataLength))
  network.on('Network.loadingFailed', ({ requestId }) => arrived(requestId, 0))
  await network.send('Network.enable')
  const response = await page.goto(url, { waitUntil: 'load', timeout: PATIENCE_MS })
  if (response?.status() !== 200 || new URL(page.url()).pathname !== new URL(url).pathname)
    throw new Error(`${url} led to ${page.url()}, which answered ${response?.status()}`)

  const until = Date.now() + PATIENCE_MS
  // Not Playwright's networkidle: a busy machine pauses as long before it asks for the first style sheet.
  while (isLoading() || Date.now() - changedAt < QUIET_MS) {
    if (Date.now() > until)
      throw new Error(`${url} was still loading after ${PATIENCE_MS} ms: ${JSON.stringify([...open.values()])}`)
    await sleep(QUIET_MS / 10)
    if (Date.now() - changedAt > UNTOLD_MS) await askPage()
  }
  await network.detach()
  return weight

  /** The icon comes in the browser's own time, and its end is not always told. */
  function isLoading(): boolean {
    return [...open.values()].some(({ type }) => type !== 'Other')
  }

  /** The end of a script was not told once in a busy run: the page itself knows what it has loaded. */
  async function askPage(): Promise<void> {
    for (const [requestId, { url }] of open) {
      const bytes = await page.evaluate(
        name => (performance.getEntriesByName(name) as PerformanceResourceTiming[]).at(-1)?.transferSize,
        url,
      )
      if (bytes !== undefined) arrived(requestId, bytes)
    }
  }

  function isElsewhere(address: string, type: string): boolean {
    // A worker that runs the page's own script has it from the cache; the page is not told when it has come.
    return type === 'Script' && seen.has(address)
  }

  function arrived(requestId: string, bytes: number): void {
    const kind = open.get(requestId)?.type
    open.delete(requestId)
    changedAt = Date.now()
    if (!kind || bytes === 0) return
    weight.requests++
    weight.bytes += bytes
    if (kind === 'Document' || kind === 'Stylesheet') weight.htmlAndCss += bytes
  }
}
