import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { strayDoubts, wordsPage, wordsToConfirm } from './support/words.ts'

describe('the words for a native speaker to confirm', () => {
  test('are those of the copy as it is now (if not: npm run words)', () => {
    assert.equal(readFileSync('docs/words.md', 'utf8'), wordsPage())
  })

  test('include those that are in doubt', () => assert.deepEqual(strayDoubts(), []))

  test('leave out what stands in the guide, and nothing of ours', () => {
    const keys = wordsToConfirm().map(({ key }) => key)
    assert.ok(!keys.includes('steps.identity.fields.birthDate.label'))
    assert.ok(keys.includes('steps.mobile.fields.phone.label'))
    assert.ok(keys.length > 300, `${keys.length}`)
  })
})
