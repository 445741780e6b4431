import lighthouse, { type Report } from 'lighthouse'
import type { Visit } from './visits.ts'

const CATEGORIES = { performance: 'performance', accessibility: 'accessibility', bestPractices: 'best-practices' }
const PASSED = 0.9

/** Lighthouse's scores of a page on its mobile profile, of 100, and the audits that it did not pass. `port` is a Chromium's. */
export async function scoresOf({ url, cookies }: Visit, port: number) {
  const result = await lighthouse(url, {
    port,
    onlyCategories: Object.values(CATEGORIES),
    extraHeaders: cookies ? { Cookie: cookies } : {},
    disableFullPageScreenshot: true,
    logLevel: 'error',
  })
  const report = result!.lhr
  if (report.runtimeError) throw new Error(`${url}: ${report.runtimeError.message}`)
  const score = (name: keyof typeof CATEGORIES) => Math.round(100 * report.categories[CATEGORIES[name]]!.score!)
  return {
    scores: {
      performance: score('performance'),
      accessibility: score('accessibility'),
      bestPractices: score('bestPractices'),
    },
    faults: faultsOf(report),
  }
}

function faultsOf({ categories, audits }: Report): string[] {
  const weighted = Object.values(categories).flatMap(({ auditRefs }) => auditRefs.filter(({ weight }) => weight > 0))
  return weighted.map(({ id }) => id).filter(id => (audits[id]!.score ?? 1) < PASSED)
}
