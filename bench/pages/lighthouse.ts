import lighthouse, { type Report } from 'lighthouse'
import { budgetOf } from './budgets.ts'
import { settled } from './settled.ts'
import type { Visit } from './visits.ts'

const CATEGORIES = { performance: 'performance', accessibility: 'accessibility', bestPractices: 'best-practices' }
const PASSED = 0.9

/** Lighthouse's scores on its mobile profile, of 100, and the audits that were not passed. */
export type Scored = Awaited<ReturnType<typeof scoredOnce>>

/** Scores a page in the Chromium whose debugging port is `port`. */
export function scoresOf(visit: Visit, port: number): Promise<Scored> {
  const speed = ({ scores }: Scored) => scores.performance
  return settled(
    () => scoredOnce(visit, port),
    speed,
    score => score >= budgetOf('fr').performance,
  )
}

async function scoredOnce({ url, cookies }: Visit, port: number) {
  const report = await reportOn(url, {
    port,
    onlyCategories: Object.values(CATEGORIES),
    extraHeaders: cookies ? { Cookie: cookies } : {},
    disableFullPageScreenshot: true,
    logLevel: 'error',
  })
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

/** On a busy machine Lighthouse now and then loses its own trace, and asks to be run again. */
async function reportOn(url: string, flags: object, attempts = 3): Promise<Report> {
  const { lhr } = (await lighthouse(url, flags))!
  if (!lhr.runtimeError) return lhr
  if (attempts === 1) throw new Error(`${url}: ${lhr.runtimeError.message}`)
  return reportOn(url, flags, attempts - 1)
}

function faultsOf({ categories, audits }: Report): string[] {
  const weighted = Object.values(categories).flatMap(({ auditRefs }) => auditRefs.filter(({ weight }) => weight > 0))
  return weighted.map(({ id }) => id).filter(id => (audits[id]!.score ?? 1) < PASSED)
}
