import type { Visit } from './counted.ts'
import type { Figure } from './figures.ts'
import { shown } from './spread.ts'
import { table } from './table.ts'

/** The figures as a Markdown table, the budgets judged. `other` names what the wizard is compared with. */
export function figureTable(figures: readonly Figure[], other: string): string {
  const rows = figures.map(figure => [
    figure.name,
    figure.other ? shown(figure.other) : '',
    shown(figure.wizard),
    figure.other?.median ? `${ratioOf(figure).toFixed(2)} ×` : '',
    ...judged(figure),
  ])
  return table([['', other, 'wizard', 'ratio', 'budget', ''], ...rows])
}

/** What each page of the wizard weighs; and in bytes, the same page of the other. */
export function pageTable(visits: readonly Visit[], others: readonly Visit[], other: string): string {
  const pages = visits.filter(({ status }) => status === 200)
  const bytesOf = (path: string) => others.find(visit => visit.path === path && visit.status === 200)?.pageBytes.raw
  const rows = pages.map(({ path, pageBytes, redis, sessionBytes }) =>
    [`/${path}`, bytesOf(path) ?? '', pageBytes.raw, pageBytes.gzip, redis.join(' '), sessionBytes].map(String),
  )
  return table([['page', `${other}, bytes`, 'bytes', 'gzip', 'Redis', 'session bytes'], ...rows])
}

/** Whether the figure keeps its budget; true if it has none. */
export function isKept({ budget, ...figure }: Figure): boolean {
  if (!budget) return true
  return 'ratio' in budget ? ratioOf(figure) <= budget.ratio : figure.wizard.median <= budget.wizard
}

function ratioOf({ other, wizard }: Figure): number {
  return wizard.median / other!.median
}

function judged(figure: Figure): [string, string] {
  const { budget } = figure
  if (!budget) return ['', '']
  return ['ratio' in budget ? `≤ ${budget.ratio} ×` : `≤ ${budget.wizard}`, isKept(figure) ? 'PASS' : 'FAIL']
}
