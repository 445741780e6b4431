import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

/** `npm run bench:pages`: what the pages weigh and how fast they show, beside two peers. See docs/bench-pages.md. */
const { values } = parseArgs({ options: { quick: { type: 'boolean' } } })
const folder = fileURLToPath(new URL('.', import.meta.url))
if (!existsSync(`${folder}node_modules/lighthouse`))
  execFileSync('npm', ['ci', '--prefix', folder], { stdio: 'inherit' })

const { benchmark, EVERYTHING, QUICK } = await import('./benchmark.ts')
const { faultList, pageTable } = await import('./report.ts')
const lines = await benchmark(values.quick ? QUICK : EVERYTHING)
console.log(`\n${pageTable(lines)}\n\n${faultList(lines)}`)
