import { globSync, readFileSync } from 'node:fs'
import { allMutants } from '../mutants/mutants.ts'

/** One row of the table of requirements in docs/security.md. `controls` and `tests` are what is generated. */
export interface Requirement {
  id: string
  priority: 'P0' | 'P1' | 'P2'
  text: string
  controls: string
  tests: string
}

const ROW = /^\| ([A-Z]+-\d+) \| (P[012]) \| (.*) \| ?(.*?) ?\| ?(.*?) ?\|$/
/** A title that ends with ids: `'is dead after five wrong ones (OTP-3, OTP-5)'`. */
const TITLE = /(['"`])((?:(?!\1)[^\\]|\\.)*?) \(((?:[A-Z]+-[A-Z]?\d+)(?:, [A-Z]+-[A-Z]?\d+)*)\)\1/g

/** The rows as they are in the document. */
export function requirementsIn(document: string): Requirement[] {
  return document.split('\n').flatMap(line => {
    const [, id, priority, text, controls, tests] = ROW.exec(line) ?? []
    return id
      ? [{ id, priority: priority as Requirement['priority'], text: text!, controls: controls!, tests: tests! }]
      : []
  })
}

/** The document with the generated columns as tests and breaks are now. */
export function withGenerated(document: string): string {
  const tests = testsById()
  const controls = controlsById()
  return document
    .split('\n')
    .map(line => {
      const [, id, priority, text] = ROW.exec(line) ?? []
      return id ? `| ${id} | ${priority} | ${text} | ${controls.get(id) ?? '–'} | ${tests.get(id) ?? '–'} |` : line
    })
    .join('\n')
}

/** Of each requirement its tests: `web/codes` “is good once only”; … */
function testsById(): Map<string, string> {
  const found = new Map<string, Map<string, string[]>>()
  for (const path of globSync('test/**/*.ts').toSorted())
    for (const { ids, title } of titlesIn(readFileSync(path, 'utf8')))
      for (const id of ids) {
        const files = found.get(id) ?? new Map<string, string[]>()
        found.set(id, files)
        const file = path.replace(/^test\/|(\.test)?\.ts$/g, '')
        files.set(file, [...(files.get(file) ?? []), `“${title}”`])
      }
  const shown = (files: Map<string, string[]>) => [...files].map(([file, titles]) => `\`${file}\` ${titles.join(', ')}`)
  return new Map([...found].map(([id, files]) => [id, shown(files).join('; ')]))
}

function titlesIn(source: string): { ids: string[]; title: string }[] {
  const lines = source.split('\n').filter(line => !/^\s*(\/\/|\/?\*)/.test(line))
  return lines.flatMap(line =>
    [...line.matchAll(TITLE)].map(([, , title, ids]) => ({ ids: ids!.split(', '), title: plain(title!) })),
  )
}

/** What a table of cases fills in is left open. */
const plain = (title: string) =>
  title
    .replace(/\$\{[^}]*\}/g, '…')
    .replace(/\\(.)/g, '$1')
    .replaceAll('|', '\\|')

/** Of each requirement the places that hold it, and the breaks that remove them. */
function controlsById(): Map<string, string> {
  const byId = Map.groupBy(allMutants(), ({ id }) => id)
  return new Map(
    [...byId].map(([id, mutants]) => [
      id,
      mutants
        .map(({ file, breaks }) => `\`${file.replace(/^src\//, '')}\`: ${breaks.replaceAll('|', '\\|')}`)
        .join('; '),
    ]),
  )
}
