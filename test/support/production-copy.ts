import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** What production has of this project, as the image of the Dockerfile holds it. */
const CARRIED = ['package.json', 'config', 'locales', 'views', 'public', 'src']
/** What it does without. */
const LEFT_OUT = /(^|\/)src\/(demo|gallery|assets\/(browser|styles|build))(\/|$)|src\/gallery\.ts$|views\/gallery\.njk$/

/** A folder as a production machine has it, without stand-ins, gallery, sources of the browser's files, or tests. */
export function productionCopy() {
  const folder = mkdtempSync(join(tmpdir(), 'production-'))
  for (const name of CARRIED)
    cpSync(name, join(folder, name), { recursive: true, filter: source => !LEFT_OUT.test(source) })
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
  return { folder, remove: () => rmSync(folder, { recursive: true }) }
}
