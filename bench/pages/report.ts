import type { Mode } from '../../src/ports/index.ts'
import { table } from '../table.ts'
import { budgetOf, type Figures, missedBy } from './budgets.ts'

export interface Line {
  page: string
  mode: Mode
  figures: Figures
}

const HEAD = ['page', 'mode', 'first visit', 'HTML+CSS', 'requests', 'later', 'slow FCP', 'shift', '']

/** One Markdown table: the budgets first, then each page against them. */
export function pageTable(lines: readonly Line[]): string {
  const budget = (name: string, mode: Mode) => ['budget', name, ...shown(budgetOf(mode)).map(most => `≤ ${most}`), '']
  const rows = lines.map(({ page, mode, figures }) => [page, mode, ...shown(figures), verdict(figures, mode)])
  return table([HEAD, budget('fr', 'fr'), budget('ar, both', 'ar'), ...rows])
}

function shown({ first, htmlAndCss, requests, later, paint, shift }: Figures): string[] {
  const kilobytes = (bytes: number) => `${(bytes / 1000).toFixed(1)} KB`
  const bytes = [kilobytes(first), kilobytes(htmlAndCss), String(requests), kilobytes(later)]
  return [...bytes, `${(paint / 1000).toFixed(2)} s`, shift.toFixed(2)]
}

function verdict(figures: Figures, mode: Mode): string {
  const missed = missedBy(figures, mode)
  return missed.length ? `FAIL ${missed.join(', ')}` : 'PASS'
}
