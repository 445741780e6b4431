import { globSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'

const README = new URL('../../README.md', import.meta.url)
const BLOCK = /```mermaid\n[\s\S]*?```/

/** What each floor of src is, for those who see it for the first time. */
const ROLES: Record<string, string> = {
  demo: 'stand-ins, inbox, gallery',
  server: 'composition, HTTP server',
  agent: 'console of the call centre',
  web: 'middleware, pages, forms',
  adapters: 'API, SMTP, SMS, Redis, …',
  journey: 'the steps, in order',
  i18n: 'copy and messages',
  steps: 'one file a page',
  wizard: 'the engine of steps',
  observability: 'log, audit, metrics',
  domain: 'the rules',
  config: 'settings and limits',
  ports: 'interfaces of all outside',
}

/** The floors of src as a Mermaid block: an arrow is an import, if no longer way of imports leads there too. */
export function structure(): string {
  const imports = importsOfFloors()
  const boxes = Object.entries(ROLES).map(([floor, role]) => `  ${floor}["<b>${floor}</b><br>${role}"]`)
  const arrows = [...imports].flatMap(([from, all]) => direct(all, imports).map(to => `  ${from} --> ${to}`))
  return ['```mermaid', 'flowchart TD', ...boxes, ...arrows.toSorted(), '```'].join('\n')
}

type Imports = Map<string, Set<string>>

function importsOfFloors(): Imports {
  const imports: Imports = new Map(Object.keys(ROLES).map(floor => [floor, new Set()]))
  for (const file of globSync('src/**/*.ts')) {
    const own = imports.get(floorOf(file))
    const targets = [...readFileSync(file, 'utf8').matchAll(/(?:from|import\(?)\s*'(\.[^']+\.ts)'/g)]
    for (const [, target] of own ? targets : []) {
      const to = floorOf(join(dirname(file), target!))
      if (to !== floorOf(file) && imports.has(to)) own!.add(to)
    }
  }
  return imports
}

const floorOf = (file: string): string => file.split('/')[1]!.replace(/\.ts$/, '')

const direct = (all: ReadonlySet<string>, imports: Imports): string[] =>
  [...all].filter(to => ![...all].some(between => between !== to && leads(between, to, imports)))

const leads = (from: string, to: string, imports: Imports): boolean =>
  [...(imports.get(from) ?? [])].some(next => next === to || leads(next, to, imports))

/** `npm run structure` */
if (import.meta.main) writeFileSync(README, readFileSync(README, 'utf8').replace(BLOCK, structure()))
