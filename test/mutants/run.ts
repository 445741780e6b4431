import { availableParallelism } from 'node:os'
import { allMutants, type Mutant } from './mutants.ts'
import { tryMutant } from './try-mutant.ts'

/** `npm run mutants [-- OTP-3 ID-4.2]`: breaks each control on a copy, and prints the breaks that no test noticed. */
const asked = process.argv.slice(2)
const chosen = allMutants().filter(({ id, name }) => asked.length === 0 || asked.includes(id) || asked.includes(name))
if (chosen.length === 0) throw new Error(`no break is kept of ${asked.join(', ')}`)

const unnoticed: Mutant[] = []
const waiting = [...chosen]
await Promise.all(Array.from({ length: availableParallelism() }, work))
console.log(`${chosen.length - unnoticed.length} of ${chosen.length} breaks are noticed`)
for (const { name, breaks } of unnoticed) console.log(`not noticed: ${name}: ${breaks}`)
process.exitCode = unnoticed.length > 0 ? 1 : 0

async function work(): Promise<void> {
  for (let mutant = waiting.shift(); mutant; mutant = waiting.shift()) {
    const { noticed, output } = await tryMutant(mutant)
    console.log(`${noticed.padEnd(7)} ${mutant.name}: ${mutant.breaks}`)
    if (noticed === 'red') continue
    unnoticed.push(mutant)
    if (noticed === 'no test') console.log(output)
  }
}
