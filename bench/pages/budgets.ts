import type { Mode } from '../../src/ports.ts'

/** A kilobyte is 1000 bytes: the stricter of the two. */
const KB = 1000

/** The bound of each figure of a page. */
export const budgetOf = (mode: Mode) => ({
  /** Bytes of a first visit, over the wire. */
  first: (mode === 'fr' ? 35 : 60) * KB,
  /** Bytes of these, in a first visit. */
  htmlAndCss: 14 * KB,
  /** In a first visit. */
  requests: 5,
  /** Bytes of a visit after the pages before it in the journey, with what they left in the browser's cache. */
  later: 6 * KB,
  /** Lighthouse's scores on its mobile profile. */
  performance: 98,
  accessibility: 100,
  bestPractices: 100,
  /** Milliseconds to the first contentful paint on a slow line and a slow phone. */
  slowPaint: 2500,
})

/** What was measured of a page. */
export type Figures = Record<keyof ReturnType<typeof budgetOf>, number>

/** The names of the figures that do not keep their budget: scores may not be less, all others not more. */
export function missedBy(figures: Partial<Figures>, mode: Mode): (keyof Figures)[] {
  const budget = budgetOf(mode)
  return (Object.keys(figures) as (keyof Figures)[]).filter(name =>
    SCORES.has(name) ? figures[name]! < budget[name] : figures[name]! > budget[name],
  )
}

const SCORES = new Set<keyof Figures>(['performance', 'accessibility', 'bestPractices'])
