import type { Page } from 'playwright-core'

/** What a visit brought over the wire, in bytes: compressed, with headers, without what the browser had kept. */
export interface Weight {
  requests: number
  bytes: number
  htmlAndCss: number
}

/** Opens `url` and waits until nothing more is loaded. Rejects where another page than the one asked for answers. */
export async function weigh(page: Page, url: string): Promise<Weight> {
  const weight = { requests: 0, bytes: 0, htmlAndCss: 0 }
  const kinds = new Map<string, string>()
  const network = await page.context().newCDPSession(page)
  network.on('Network.requestWillBeSent', ({ requestId, type = 'Other', redirectResponse, request }) => {
    if (redirectResponse) add(type, redirectResponse.encodedDataLength)
    // Asked for once a run, by whichever page comes first, and at the root of the host, which is not ours.
    if (new URL(request.url).pathname !== '/favicon.ico') kinds.set(requestId, type)
  })
  network.on('Network.loadingFinished', ({ requestId, encodedDataLength }) => {
    const kind = kinds.get(requestId)
    if (kind) add(kind, encodedDataLength)
  })
  await network.send('Network.enable')
  const response = await page.goto(url, { waitUntil: 'networkidle' })
  await network.detach()
  if (response?.status() !== 200 || new URL(page.url()).pathname !== new URL(url).pathname)
    throw new Error(`${url} led to ${page.url()}, which answered ${response?.status()}`)
  return weight

  function add(kind: string, bytes: number): void {
    if (bytes === 0) return
    weight.requests++
    weight.bytes += bytes
    if (kind === 'Document' || kind === 'Stylesheet') weight.htmlAndCss += bytes
  }
}
