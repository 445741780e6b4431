import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { allMutants, mutated } from '../mutants/mutants.ts'

/** `npm run mutants` shows that each is noticed; that takes longer. */
describe('each break of a control that is kept in test/mutants', () => {
  for (const mutant of allMutants())
    test(`${mutant.name} can be made, and its test is there`, () => {
      mutated(readFileSync(mutant.file, 'utf8'), mutant)
      readFileSync(mutant.test)
    })
})
