import type { Copy } from '../../i18n/copy.ts'
import type { Table } from './day-page.ts'
import type { Figures } from './figures.ts'

/** Spreadsheets of Morocco read semicolons, and UTF-8 by its mark. */
const [MARK, BETWEEN] = ['\uFEFF', ';']

/** The figures of a day: day, table, line, column, number. Numbers are as they are, without spaces. */
export function csvOf(day: string, figures: Figures, tables: Readonly<Record<string, Table>>, t: Copy): string {
  const say = (key: string) => t.text(`console.day.${key}`)
  const totals = TOTALS.map(name => [
    day,
    say('title'),
    say(`tiles.${name}`),
    say('columns.count'),
    figures[name] ?? '',
  ])
  const lines = Object.values(tables).flatMap(({ name, columns, rows }) =>
    rows.flatMap(({ label, figures }) =>
      columns.map((column, at) => [day, say(`tables.${name}`), label, say(`columns.${column}`), figures[at]!]),
    ),
  )
  return MARK + [...totals, ...lines].map(line => `${line.map(cell).join(BETWEEN)}\r\n`).join('')
}

const TOTALS = [
  'opened',
  'activated',
  'minutes',
  'assisted',
  'handled',
  'handlingMinutes',
  'lookUps',
  'refused',
  'alarms',
] as const

/** A text that begins as a formula does is none (an account of a provider may be called so). */
function cell(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t]/.test(value) ? `'${value}` : String(value)
  return /[;"\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
