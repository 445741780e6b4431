import type { Browser } from 'playwright-core'
import { handOver } from '../../test/support/hand-over.ts'
import { budgetOf } from './budgets.ts'
import { settled } from './settled.ts'
import type { Visit } from './visits.ts'

const PHONE = { viewport: { width: 360, height: 740 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true }
const BYTES_A_SECOND = 400_000 / 8
/** 400 kbit/s, and 400 ms before each answer; setting up the connection is free. */
const LINE = { offline: false, latency: 400, downloadThroughput: BYTES_A_SECOND, uploadThroughput: BYTES_A_SECOND }
const PATIENCE_MS = 60_000

/** Milliseconds to the first contentful paint of a first visit, on a slow line and a processor four times as slow. */
export function slowPaintOf(visit: Visit, browser: Browser): Promise<number> {
  const time = (milliseconds: number) => milliseconds
  return settled(
    () => paintedOnce(visit, browser),
    time,
    paint => paint <= budgetOf('fr').slowPaint,
  )
}

async function paintedOnce({ url, cookies }: Visit, browser: Browser): Promise<number> {
  const profile = await browser.newContext(PHONE)
  await handOver(profile, url, cookies)
  const page = await profile.newPage()
  const devtools = await profile.newCDPSession(page)
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', LINE)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: 4 })
  await page.goto(url, { timeout: PATIENCE_MS })
  const paint = await page.waitForFunction<number>(FIRST_PAINT, undefined, { timeout: PATIENCE_MS })
  const milliseconds = await paint.jsonValue()
  await profile.close()
  return milliseconds
}

const FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime"
