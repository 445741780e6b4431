import type { Browser, BrowserContext } from 'playwright-core'
import { handOver } from '../../test/support/hand-over.ts'
import { type Weight, weigh } from '../../test/support/weigh.ts'
import type { Figures } from './budgets.ts'
import { scoresOf } from './lighthouse.ts'
import { slowPaintOf } from './slow-paint.ts'
import type { Visit } from './visits.ts'

export interface Measured {
  figures: Figures
  /** Audits of Lighthouse that the page did not pass. */
  faults: string[]
}

/** Opens a page as a first visit, as a later one in `returning`, and through Lighthouse on the browser's debugging port. */
export async function measure(
  visit: Visit,
  browser: Browser,
  port: number,
  returning: BrowserContext,
): Promise<Measured> {
  const fresh = await browser.newContext()
  const { bytes: first, htmlAndCss, requests } = await weighIn(fresh, visit)
  await fresh.close()
  const { bytes: later } = await weighIn(returning, visit)
  const { scores, faults } = await scoresOf(visit, port)
  return {
    figures: { first, htmlAndCss, requests, later, ...scores, slowPaint: await slowPaintOf(visit, browser) },
    faults,
  }
}

/** Opens a page in a profile that may have opened others before. */
export async function weighIn(profile: BrowserContext, { url, cookies }: Visit): Promise<Weight> {
  await handOver(profile, url, cookies)
  const page = await profile.newPage()
  const weight = await weigh(page, url)
  await page.close()
  return weight
}
