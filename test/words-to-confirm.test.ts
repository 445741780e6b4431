import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { SENTENCES } from '../src/agent/guide/spoken.ts'
import { reviewPage } from './support/review.ts'
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

describe('the words of agents that nobody has reviewed', () => {
  test('are those of the guide as it is now (if not: npm run words)', () => {
    assert.equal(readFileSync('docs/review.md', 'utf8'), reviewPage())
  })

  test('are counted by language, and leave the page once a person has set them to reviewed', () => {
    const { opening } = SENTENCES.ary
    const counted = () => Number(/\| Darija \| (\d+) \|/.exec(reviewPage())![1])
    const before = counted()
    assert.equal(before, Object.values(SENTENCES.ary).filter(({ reviewed }) => !reviewed).length)
    assert.ok(reviewPage().includes(opening.text))
    opening.reviewed = true
    assert.equal(counted(), before - 1)
    assert.ok(!reviewPage().includes(opening.text))
    opening.reviewed = false
  })

  test('are set to reviewed by no source of ours', () => {
    for (const file of globSync('{src,test/support}/**/*.ts'))
      assert.doesNotMatch(readFileSync(file, 'utf8'), /reviewed['"]?\s*[:=]\s*true/, file)
  })
})
