import { cpSync, mkdtempSync, readFileSync, rmSync, symlinkSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'

/** What the image of production carries of this project, and what of that it does without: the stage `carried` of the Dockerfile. */
export function carried() {
  const stage = /AS carried\n([\s\S]*?)\nFROM /.exec(readFileSync('Dockerfile', 'utf8'))![1]!
  const copied = [...stage.matchAll(/^COPY (\w+) \1$/gm)].map(([, name]) => name!)
  const leftOut = /^RUN rm -r (.*)$/m.exec(stage)![1]!.split(' ')
  return { copied, leftOut }
}

/** A folder as a production machine has it, with the built files and the packages of this one. */
export function productionCopy(folder = mkdtempSync(join(tmpdir(), 'production-'))) {
  const { copied, leftOut } = carried()
  for (const name of ['package.json', 'public', ...copied])
    cpSync(name, join(folder, name), { recursive: true, filter: source => !leftOut.includes(source) })
  symlinkSync(resolve('node_modules'), join(folder, 'node_modules'))
  return { folder, remove: () => rmSync(folder, { recursive: true }) }
}
