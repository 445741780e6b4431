import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { allMutants } from './mutants.ts'
import { tryMutant } from './try-mutant.ts'

const A_DAY = 2
const DAY_MS = 86_400_000
const all = allMutants()
/** Others every day: after the last, the first again. */
const first = (Math.floor(Date.now() / DAY_MS) * A_DAY) % all.length
const ofToday = new Set([...all, ...all].slice(first, first + A_DAY))

describe('the breaks of the day', { timeout: 3_600_000 }, () => {
  for (const mutant of ofToday)
    test(`${mutant.name}, ${mutant.breaks}: is noticed`, { timeout: 600_000 }, async () => {
      const { noticed, output } = await tryMutant(mutant)
      assert.equal(noticed, 'red', output)
    })
})
