import { parseArgs } from 'node:util'
import type { BrowserContext } from 'playwright-core'
import { Limits } from '../../src/config/limits/index.ts'
import type { Mode } from '../../src/ports/index.ts'
import { launchChromium } from '../../test/support/chromium.ts'
import { handOver } from '../../test/support/hand-over.ts'
import { startProcess } from '../../test/support/process.ts'
import { PAGES, type Visit, visitTo } from '../../test/support/visits.ts'
import { type Weight, weigh } from '../../test/support/weigh.ts'
import { missedBy } from './budgets.ts'
import { type Line, pageTable } from './report.ts'
import { slowVisit } from './slow-visit.ts'

/** `npm run bench:pages`: what the pages weigh and how fast they show. See docs/bench-pages.md. */
const { quick } = parseArgs({ options: { quick: { type: 'boolean' } } }).values
const modes: readonly Mode[] = quick ? ['both'] : ['fr', 'ar', 'both']
const pages: readonly (typeof PAGES)[number][] = quick ? ['', 'identite', 'email-code'] : PAGES

/** As in production, with the real puzzle, but for the limit that many members behind one address would meet. */
const service = await startProcess({
  environment: { NODE_ENV: 'production' },
  limits: { captcha: Limits.parse({}).captcha, session: { perIp: [[1000, 60]] } },
})
const browser = await launchChromium()
const lines: Line[] = []
for (const mode of modes) {
  const returning = await browser.newContext()
  await weighIn(returning, await visitTo('', mode, service))
  for (const page of pages) {
    lines.push(await measured(await visitTo(page, mode, service), mode, returning))
    console.error(`measured /${page} ${mode}`)
  }
}
await browser.close()
await service.stop()
console.log(`\n${pageTable(lines)}`)

/** A page as a first visit, and as a later one in `returning`. */
async function measured(visit: Visit, mode: Mode, returning: BrowserContext): Promise<Line> {
  const fresh = await browser.newContext()
  const { bytes: first, htmlAndCss, requests } = await weighIn(fresh, visit)
  await fresh.close()
  const { bytes: later } = await weighIn(returning, visit)
  return { page: visit.path, mode, figures: { first, htmlAndCss, requests, later, ...(await slow(visit, mode)) } }
}

/** Measured twice more if it is over its budget, and then the median paint: other work slows a page down, and never speeds it up. */
async function slow(visit: Visit, mode: Mode): ReturnType<typeof slowVisit> {
  const once = await slowVisit(visit, browser)
  if (missedBy(once, mode).length === 0) return once
  const all = [once, await slowVisit(visit, browser), await slowVisit(visit, browser)]
  return all.sort((a, b) => a.paint - b.paint)[1]!
}

async function weighIn(profile: BrowserContext, { url, cookies }: Visit): Promise<Weight> {
  await handOver(profile, url, cookies)
  const page = await profile.newPage()
  const weight = await weigh(page, url)
  await page.close()
  return weight
}
