import type { Mode } from '../../src/ports/index.ts'

/** A kilobyte is 1000 bytes: the stricter of the two. */
const KB = 1000

/** The most that each figure of a page may be. */
export const budgetOf = (mode: Mode) => ({
  /** Bytes of a first visit, over the wire. */
  first: (mode === 'fr' ? 35 : 60) * KB,
  /** Bytes of these, in a first visit. */
  htmlAndCss: 14 * KB,
  /** In a first visit. */
  requests: 5,
  /** Bytes of a visit after the pages before it in the journey, with what they left in the browser's cache. */
  later: 6 * KB,
  /** Milliseconds to the first contentful paint on a slow line and a slow phone. */
  paint: 2500,
  /** Cumulative layout shift of the same visit: what Core Web Vitals call good. */
  shift: 0.1,
})

/** What was measured of a page. */
export type Figures = Record<keyof ReturnType<typeof budgetOf>, number>

/** The names of the figures that are over their budget. */
export function missedBy(figures: Partial<Figures>, mode: Mode): (keyof Figures)[] {
  const budget = budgetOf(mode)
  return (Object.keys(figures) as (keyof Figures)[]).filter(name => figures[name]! > budget[name])
}
