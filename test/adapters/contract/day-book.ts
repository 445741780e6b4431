import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { it } from 'node:test'
import { MOST_WORDS } from '../../../src/ports/index.ts'
import type { Stores } from '../../support/stores.ts'

const newName = () => randomBytes(6).toString('hex')

/** What all processes count of a day. */
export function dayBookContract(stores: () => Stores): void {
  it('a day adds up what several processes have counted, beyond a million', async () => {
    const { days } = stores()
    const [sheet, one, other] = [newName(), newName(), newName()]
    await days.add(sheet, { writer: one, number: 1, counts: { opened: 3, 'step identity left': 1 } })
    await days.add(sheet, { writer: other, number: 1, counts: { opened: 9_999_999_999 } })
    await days.add(sheet, { writer: one, number: 2, counts: { opened: 1 } })
    assert.deepEqual(await days.read(sheet), { counts: { opened: 10_000_000_003, 'step identity left': 1 }, names: {} })
    assert.deepEqual(await days.read(newName()), { counts: {}, names: {} })
  })

  it('an entry that is sent again counts once, also if others have written since', async () => {
    const { days } = stores()
    const [sheet, writer] = [newName(), newName()]
    const entry = { writer, number: 7, counts: { opened: 2 }, names: { a1: 'sealed' } }
    await days.add(sheet, entry)
    for (let n = 0; n < 20; n++) await days.add(sheet, { writer: newName(), number: 1, counts: { left: 1 } })
    await Promise.all([1, 2, 3].map(() => days.add(sheet, entry)))
    await days.add(sheet, { ...entry, number: 6 })
    assert.deepEqual(await days.read(sheet), { counts: { opened: 2, left: 20 }, names: { a1: 'sealed' } })
    await days.add(sheet, { ...entry, number: 8 })
    assert.equal((await days.read(sheet)).counts['opened'], 4)
  })

  it('a day holds so many words; what else is counted is other', async () => {
    const { days } = stores()
    const [sheet, writer] = [newName(), newName()]
    const words = Array.from({ length: MOST_WORDS + 50 }, (_, n) => [`word ${n}`, 1] as const)
    await days.add(sheet, { writer, number: 1, counts: Object.fromEntries(words), names: { late: 'sealed' } })
    await days.add(sheet, { writer, number: 2, counts: { 'word 0': 1, 'word 449': 5 } })
    const { counts, names } = await days.read(sheet)
    assert.equal(Object.keys(counts).length, MOST_WORDS - 1, 'and one field for who has written')
    assert.deepEqual([counts['word 0'], counts['other'], names], [2, 52 + 5, {}])
  })

  it('a day is kept for forty days after what was added last', async () => {
    const { days, advance } = stores()
    const [sheet, writer] = [newName(), newName()]
    await days.add(sheet, { writer, number: 1, counts: { opened: 1 } })
    await advance(40 * 86_400 - 1)
    assert.equal((await days.read(sheet)).counts['opened'], 1)
    await advance(1)
    assert.deepEqual((await days.read(sheet)).counts, {})
  })
}
