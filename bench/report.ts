import type { Visit } from './counted.ts'
import type { Figure } from './figures.ts'
import { shown } from './spread.ts'

/** The figures as a Markdown table, the budgets judged. */
export function figureTable(figures: readonly Figure[]): string {
  const rows = figures.map(figure => [
    figure.name,
    figure.floor ? shown(figure.floor) : '',
    shown(figure.wizard),
    figure.floor?.median ? `${ratioOf(figure).toFixed(2)} ×` : '',
    ...judged(figure),
  ])
  return table([['', 'floor', 'wizard', 'ratio', 'budget', ''], ...rows])
}

/** What each page of the wizard weighs. */
export function pageTable(visits: readonly Visit[]): string {
  const pages = visits.filter(({ status }) => status === 200)
  const rows = pages.map(({ path, pageBytes, redis, sessionBytes }) =>
    [`/${path}`, pageBytes.raw, pageBytes.gzip, redis.join(' '), sessionBytes].map(String),
  )
  return table([['page', 'bytes', 'gzip', 'Redis', 'session bytes'], ...rows])
}

/** Whether the figure keeps its budget; true where there is none. */
export function isKept({ budget, ...figure }: Figure): boolean {
  if (!budget) return true
  return 'ratio' in budget ? ratioOf(figure) <= budget.ratio : figure.wizard.median <= budget.wizard
}

function ratioOf({ floor, wizard }: Figure): number {
  return wizard.median / floor!.median
}

function judged(figure: Figure): [string, string] {
  const { budget } = figure
  if (!budget) return ['', '']
  return ['ratio' in budget ? `≤ ${budget.ratio} ×` : `≤ ${budget.wizard}`, isKept(figure) ? 'PASS' : 'FAIL']
}

function table([head, ...rows]: string[][]): string {
  const widths = head!.map((_, column) => Math.max(...[head!, ...rows].map(row => row[column]!.length)))
  const line = (row: string[]) => `| ${row.map((cell, column) => cell.padEnd(widths[column]!)).join(' | ')} |`
  return [line(head!), line(widths.map(width => '-'.repeat(width))), ...rows.map(line)].join('\n')
}
