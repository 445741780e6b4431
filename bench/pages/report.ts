import type { Mode } from '../../src/ports.ts'
import { budgetOf, type Figures, missedBy } from './budgets.ts'
import type { Measured } from './figures.ts'

export interface Line extends Measured {
  page: string
  /** None for a peer's page, which is shown and not judged. */
  mode?: Mode
}

const HEAD = [
  'page',
  'mode',
  'first visit',
  'HTML+CSS',
  'requests',
  'later',
  'perf.',
  'access.',
  'best pr.',
  'slow FCP',
  '',
]

/** One Markdown table: the budgets first, then each page against them. */
export function pageTable(lines: readonly Line[]): string {
  const rows = [
    ['budget', 'fr', ...bounds('fr'), ''],
    ['budget', 'ar, both', ...bounds('ar'), ''],
    ...lines.map(({ page, mode, figures }) => [
      page,
      mode ?? '',
      ...shown(figures),
      mode ? verdict(figures, mode) : '',
    ]),
  ]
  return table([HEAD, ...rows])
}

/** Every audit that some page did not pass, with those pages. */
export function faultList(lines: readonly Line[]): string {
  const faults = Object.groupBy(
    lines.flatMap(({ page, mode, faults }) => faults.map(fault => ({ fault, at: mode ? `${page} (${mode})` : page }))),
    ({ fault }) => fault,
  )
  return Object.entries(faults)
    .map(([fault, pages]) => `${fault}: ${pages!.map(({ at }) => at).join(', ')}`)
    .join('\n')
}

function bounds(mode: Mode): string[] {
  return shown(budgetOf(mode)).map((bound, index) => `${index >= 4 && index <= 6 ? '≥' : '≤'} ${bound}`)
}

function shown(figures: Figures): string[] {
  const { first, htmlAndCss, requests, later, performance, accessibility, bestPractices, slowPaint } = figures
  return [
    kilobytes(first),
    kilobytes(htmlAndCss),
    ...[requests, kilobytes(later), performance, accessibility, bestPractices].map(String),
    `${(slowPaint / 1000).toFixed(2)} s`,
  ]
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} KB`
}

function verdict(figures: Figures, mode: Mode): string {
  const missed = missedBy(figures, mode)
  return missed.length ? `FAIL ${missed.join(', ')}` : 'PASS'
}

function table(rows: string[][]): string {
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map(row => row[column]!.length)))
  const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`
  return [line(rows[0]!), line(widths.map(width => '-'.repeat(width))), ...rows.slice(1).map(line)].join('\n')
}
