import type { Row } from '../check.ts'
import { DOCUMENT } from '../document.ts'

/** The rows for people: what differs stands under its row, with the line of the document that says otherwise. */
export function table(rows: readonly Row[]): string {
  const lines: string[] = []
  for (const [operation, own] of byOperation(rows)) {
    const { method, path } = operation
    const slowest = Math.max(...own.map(({ ms }) => ms))
    lines.push('', `${operation.id}  ${method} ${path}  (slowest answer ${Math.round(slowest)} ms)`)
    for (const { name, differs, skipped } of own) {
      lines.push(
        `  ${skipped ? '–      ' : differs.length ? 'DIFFERS' : 'ok     '}  ${name}${skipped ? `: not tried, ${skipped}` : ''}`,
      )
      for (const { what, line } of differs) lines.push(`             ${what}  [${DOCUMENT}:${line}]`)
    }
  }
  return [...lines, '', summary(rows)].join('\n')
}

export const byOperation = (rows: readonly Row[]) => Map.groupBy(rows, ({ operation }) => operation)

function summary(rows: readonly Row[]): string {
  const skipped = rows.filter(row => row.skipped).length
  const differ = rows.filter(row => row.differs.length > 0).length
  return `${rows.length} rows: ${rows.length - skipped - differ} as the document says, ${differ} differ, ${skipped} not tried`
}
