import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import { Sealer } from '../../src/domain/crypto/seal.ts'

const [older, newer] = [randomBytes(32), randomBytes(32)]
const TEXT = 'رقم +212612345678'

describe('a sealed text (S-13)', () => {
  test('opens again as it was', () => {
    const sealer = new Sealer([newer])
    for (const text of [TEXT, '', '😀'.repeat(1000)]) assert.equal(sealer.open(sealer.seal(text, 'a'), 'a'), text)
  })

  test('shows nothing of the text, and is never twice the same', () => {
    const sealer = new Sealer([newer])
    const sealed = sealer.seal(TEXT, 'a')
    assert.notEqual(sealer.seal(TEXT, 'a'), sealed)
    assert.ok(!Buffer.from(sealed, 'base64url').includes('212612345678'))
  })

  test('still opens after a new key was put in front', () => {
    const sealed = new Sealer([older]).seal(TEXT, 'a')
    assert.equal(new Sealer([newer, older]).open(sealed, 'a'), TEXT)
  })

  test('is sealed with the newest key', () => {
    const sealed = new Sealer([newer, older]).seal(TEXT, 'a')
    assert.equal(new Sealer([newer]).open(sealed, 'a'), TEXT)
    assert.equal(new Sealer([older]).open(sealed, 'a'), undefined)
  })

  test('does not open in another place than it was made for', () => {
    const sealer = new Sealer([newer])
    assert.equal(sealer.open(sealer.seal(TEXT, 'session:1'), 'session:2'), undefined)
  })

  test('does not open once any byte of it was changed', () => {
    const sealer = new Sealer([newer])
    const sealed = Buffer.from(sealer.seal(TEXT, 'a'), 'base64url')
    for (const at of sealed.keys()) {
      const forged = Buffer.from(sealed)
      forged[at]! ^= 1
      assert.equal(sealer.open(forged.toString('base64url'), 'a'), undefined, `byte ${at}`)
    }
  })

  test('does not open once it was cut short, even within its tag', () => {
    const sealer = new Sealer([newer])
    for (const text of ['', TEXT]) {
      const sealed = Buffer.from(sealer.seal(text, 'a'), 'base64url')
      for (const length of sealed.keys())
        assert.equal(sealer.open(sealed.subarray(0, length).toString('base64url'), 'a'), undefined, `${length} bytes`)
    }
  })

  test('that never was one does not open', () => {
    for (const text of ['', 'x', '{"a":1}', 'é'.repeat(100)])
      assert.equal(new Sealer([newer]).open(text, 'a'), undefined)
  })
})
