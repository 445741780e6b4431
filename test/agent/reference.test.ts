import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { readLookUp } from '../../src/agent/follow/reference.ts'
import { grouped } from '../../src/domain/sessions/support-reference.ts'

const read = (reference: string, ground?: string) => readLookUp({ reference, ...(ground && { ground }) })

describe('the reference that an agent types', () => {
  for (const typed of [
    ...['R-482 1379', 'R-4821379', '4821379', 'r4821379', ' r - 48 21-379 ', '482 13 79', 'R\u2011482\u00a01379'],
    ...['٤٨٢١٣٧٩', 'R-٤٨٢ ١٣٧٩', '۴۸۲۱۳۷۹', '4.821.379', '\u20664821379\u2069'],
  ])
    test(`is read however the caller says it: ${typed} (AG-1)`, () =>
      assert.deepEqual(read(typed), { reference: 'R-4821379', ground: 'call' }))

  for (const typed of [
    '482137',
    '48213790',
    'R-0821379',
    'X4821379',
    'amal@example.ma',
    '4'.repeat(5000),
    '４８２１３７Ⅸ',
  ])
    test(`is not looked for if it has not seven digits: ${typed.slice(0, 20)}`, () =>
      assert.deepEqual(read(typed), { error: 'format' }))

  test('is asked for if the field is empty', () => {
    for (const typed of ['', '  ', '\u200b']) assert.deepEqual(read(typed), { error: 'required' })
    assert.deepEqual(readLookUp({}), { error: 'required' })
  })

  test('goes with a ground out of three (AG-6)', () => {
    for (const ground of ['call', 'call-back', 'counter'])
      assert.deepEqual(read('4821379', ground), { reference: 'R-4821379', ground })
    assert.equal(read('4821379', 'because'), 'malformed')
    assert.equal(readLookUp({ reference: '4821379', ground: ['call'] }), 'malformed')
  })

  test('is shown in groups for reading out', () => assert.equal(grouped('R-4821379'), 'R-482 1379'))
})
