import assert from 'node:assert/strict'
import { createHmac, hkdfSync, randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import { KeyedHash, keyedNames, keysFor } from '../../src/domain/crypto/keyed-hash.ts'

const [older, newer] = [randomBytes(32), randomBytes(32)]

describe('a keyed hash', () => {
  test('is HMAC-SHA-256 over each part behind its length in bytes, under a key derived for the purpose', () => {
    const key = Buffer.from(hkdfSync('sha256', newer, '', 'hmac:codes', 32))
    const expected = createHmac('sha256', key).update('5:212é2:42').digest('base64url')
    assert.equal(new KeyedHash([newer], 'codes').of('212é', '42'), expected)
  })

  test('is the same for the same parts', () => {
    assert.equal(new KeyedHash([newer], 'codes').of('a', 'b'), new KeyedHash([newer], 'codes').of('a', 'b'))
  })

  test('differs for parts that read the same in a row', () => {
    const hash = new KeyedHash([newer], 'codes')
    const readings = [['a', 'bc'], ['ab', 'c'], ['abc'], ['abc', ''], ['', 'abc'], ['a2:bc'], ['a', '2:bc']]
    assert.equal(new Set(readings.map(parts => hash.of(...parts))).size, readings.length)
  })

  test('differs for every purpose and every secret', () => {
    const hashes = [new KeyedHash([newer], 'codes'), new KeyedHash([newer], 'limits'), new KeyedHash([older], 'codes')]
    assert.equal(new Set(hashes.map(hash => hash.of('a'))).size, 3)
  })

  test('made before a rotation is found among all after it', () => {
    const before = new KeyedHash([older], 'codes').of('a')
    const after = new KeyedHash([newer, older], 'codes')
    assert.deepEqual(after.all('a'), [after.of('a'), before])
    assert.notEqual(after.of('a'), before)
  })

  test('that only names something is cut to 132 bits, under every key', () => {
    const [names, whole] = [keyedNames([newer, older]), new KeyedHash([newer, older], 'redis-key')]
    assert.deepEqual(
      names.all('a'),
      whole.all('a').map(hash => hash.slice(0, 22)),
    )
    assert.equal(names.of('a'), names.all('a')[0])
  })

  test('made with a key since removed is found no more', () => {
    assert.ok(!new KeyedHash([newer], 'codes').all('a').includes(new KeyedHash([older], 'codes').of('a')))
  })
})

describe('a key for a purpose', () => {
  test('is 32 bytes, one for each secret, another for each purpose, and never the secret', () => {
    const keys = [...keysFor([newer, older], 'session'), ...keysFor([newer, older], 'captcha')]
    assert.ok(keys.every(key => key.length === 32))
    assert.equal(new Set([...keys, newer, older].map(key => key.toString('hex'))).size, 6)
  })

  test('is never the one a keyed hash of the same purpose uses', () => {
    const [key] = keysFor([newer], 'codes')
    assert.notEqual(
      createHmac('sha256', key!).update('1:a').digest('base64url'),
      new KeyedHash([newer], 'codes').of('a'),
    )
  })
})
