import type { Row } from '../check.ts'
import { DOCUMENT } from '../document.ts'
import { byOperation } from './table.ts'

/** The rows as JUnit XML: a suite for each operation. */
export function junit(rows: readonly Row[]): string {
  const suites = [...byOperation(rows)].map(([{ id }, own]) => {
    const failures = own.filter(({ differs }) => differs.length > 0).length
    const skipped = own.filter(row => row.skipped).length
    const counts = `tests="${own.length}" failures="${failures}" skipped="${skipped}"`
    return `  <testsuite name="${id}" ${counts}>\n${own.map(testcase).join('\n')}\n  </testsuite>`
  })
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="member-api">\n${suites.join('\n')}\n</testsuites>\n`
}

function testcase({ operation, name, ms, differs, skipped }: Row): string {
  const inside = [
    ...(skipped ? [`      <skipped message="${escaped(skipped)}"/>`] : []),
    ...differs.map(({ what, line }) => `      <failure message="${escaped(what)}">${DOCUMENT}:${line}</failure>`),
  ]
  const open = `    <testcase classname="${operation.id}" name="${escaped(name)}" time="${(ms / 1000).toFixed(3)}"`
  return inside.length ? `${open}>\n${inside.join('\n')}\n    </testcase>` : `${open}/>`
}

const NAMES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' }

const escaped = (text: string): string =>
  text.replace(/[&<>"]/g, character => NAMES[character]!).replace(/[^\t\n\r\u0020-\uFFFD]/g, '?')
