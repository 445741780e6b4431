import type { Browser } from 'playwright-core'
import { handOver } from '../../test/support/hand-over.ts'
import type { Visit } from '../../test/support/visits.ts'
import type { Figures } from './budgets.ts'

const PHONE = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true }
const BYTES_A_SECOND = 400_000 / 8
/** 400 kbit/s, and 400 ms before each answer; setting up the connection is free. */
const LINE = { offline: false, latency: 400, downloadThroughput: BYTES_A_SECOND, uploadThroughput: BYTES_A_SECOND }
const PATIENCE_MS = 60_000

/** How a first visit goes on a slow line and a processor four times as slow, until the fonts are there. */
export async function slowVisit({ url, cookies }: Visit, browser: Browser): Promise<Pick<Figures, 'paint' | 'shift'>> {
  const profile = await browser.newContext(PHONE)
  await handOver(profile, url, cookies)
  const page = await profile.newPage()
  await page.addInitScript(WATCH_SHIFTS)
  const devtools = await profile.newCDPSession(page)
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', LINE)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await page.goto(url, { timeout: PATIENCE_MS })
  await page.waitForFunction(FIRST_PAINT, undefined, { timeout: PATIENCE_MS })
  const paint = await page.evaluate<number>(FIRST_PAINT)
  const shift = await page.evaluate<number>(SHIFT_WITH_FONTS)
  await profile.close()
  return { paint, shift }
}

const FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
const WATCH_SHIFTS = `globalThis.shift = 0
  new PerformanceObserver(list => { for (const { value } of list.getEntries()) shift += value })
    .observe({ type: 'layout-shift', buffered: true })`
/** Two frames after the fonts are there, the text that they moved has been drawn. */
const SHIFT_WITH_FONTS = `document.fonts.ready.then(() => new Promise(done =>
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(shift))))))`
