import { readFileSync } from 'node:fs'

/** They ask for no more than their notice (docs/dependencies.md). */
export const ALLOWED = ['MIT', 'MIT-0', 'ISC', 'BSD-2-Clause', 'BSD-3-Clause', 'Apache-2.0']

/** The packages that run in production, by licence as the lock file has it; `none` if it has none. */
export function licences(): Map<string, string[]> {
  const { packages } = JSON.parse(readFileSync(new URL('../../package-lock.json', import.meta.url), 'utf8')) as {
    packages: Record<string, { dev?: boolean; license?: string }>
  }
  const carried = Object.entries(packages).filter(([path, { dev }]) => path && !dev)
  const named = carried.map(([path, { license = 'none' }]) => ({
    license,
    name: path.replace(/^.*node_modules\//, ''),
  }))
  return new Map(
    Object.entries(Object.groupBy(named, ({ license }) => license)).map(([of, all]) => [of, namesOf(all!)]),
  )
}

const namesOf = (all: { name: string }[]) => [...new Set(all.map(({ name }) => name))].toSorted()

/** `npm run licences` */
if (import.meta.main) {
  for (const [licence, names] of licences()) console.log(`${licence}: ${names.length}\n  ${names.join(', ')}`)
  process.exitCode = [...licences().keys()].every(licence => ALLOWED.includes(licence)) ? 0 : 1
}
