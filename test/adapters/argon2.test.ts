import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { test } from 'node:test'
import argon2 from 'argon2'
import { passwordHasher } from '../../src/adapters/argon2.ts'
import { Unavailable } from '../../src/ports/index.ts'

test('the hash carries the parameters of PW-5 and verifies (PW-5)', async () => {
  const hash = await passwordHasher().hash('Soleil 2026 à Fès', randomUUID())
  const [, salt, digest] = /^\$argon2id\$v=19\$m=19456,t=2,p=1\$([^$]+)\$([^$]+)$/.exec(hash) ?? []
  assert.equal(Buffer.from(salt ?? '', 'base64').length, 16)
  assert.equal(Buffer.from(digest ?? '', 'base64').length, 32)
  assert.equal(await argon2.verify(hash, 'Soleil 2026 à Fès'), true)
  assert.equal(await argon2.verify(hash, 'soleil 2026 à fès'), false)
})

test('the same password has another hash each time, and counts to its last character (PW-2)', async () => {
  const hasher = passwordHasher()
  const long = `${'A1'.repeat(63)}é`
  const [first, second] = await Promise.all([hasher.hash(long, randomUUID()), hasher.hash(long, randomUUID())])
  assert.notEqual(first, second)
  assert.equal(await argon2.verify(first, `${long.slice(0, -1)}è`), false)
})

test('beyond those that run and those that wait, a hash is refused with a wait of five seconds (PW-6)', async () => {
  const hasher = passwordHasher({ running: 2, waiting: 3 })
  const outcomes = await Promise.allSettled(
    Array.from({ length: 9 }, (_, i) => hasher.hash(`Mot de passe ${i}`, randomUUID())),
  )
  const refused = outcomes.flatMap(outcome => (outcome.status === 'rejected' ? [outcome.reason] : []))
  assert.equal(refused.length, 4)
  for (const error of refused) {
    assert.ok(error instanceof Unavailable)
    assert.equal(error.retryAfterSeconds, 5)
  }
  assert.match(await hasher.hash('Après la foule 1', randomUUID()), /^\$argon2id\$/)
})

test('gives the same hash for the same password and occasion, and another for any other', async () => {
  const hasher = passwordHasher()
  const occasion = randomUUID()
  const once = await hasher.hash('Soleil 2026', occasion)
  assert.equal(await hasher.hash('Soleil 2026', occasion), once)
  assert.notEqual(await hasher.hash('Soleil 2026', randomUUID()), once)
  assert.notEqual(await hasher.hash('Soleil 2027', occasion), once)
})
