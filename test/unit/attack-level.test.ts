import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { memoryLimiter } from '../../src/adapters/memory/limiter.ts'
import { createAttackLevel } from '../../src/domain/identity/attack-level.ts'

function alerts() {
  let time = 0
  const now = () => time
  const raised: [string, boolean][] = []
  const alarm = (name: string, on: boolean) => void raised.push([name, on])
  const alert = createAttackLevel(memoryLimiter(now), { raised: 30, attack: 60, networks: 10 }, alarm, now)
  const pass = (seconds: number) => {
    time += seconds * 1000
  }
  return { alert, raised, pass, now: () => [alert.costFactor(), alert.underAttack()] }
}

const sites = (n: number) => `10.0.${n}.1`

describe('wrong guesses of the whole service', () => {
  test('make puzzles harder, then submits rare, and are forgotten after a quarter of an hour (ID-7)', async () => {
    const { alert, raised, pass, now } = alerts()
    for (let guess = 0; guess < 30; guess++) await alert.failed(sites(guess % 10))
    assert.deepEqual(now(), [1, false])
    await alert.failed(sites(0))
    assert.deepEqual(now(), [4, false])
    for (let guess = 31; guess < 61; guess++) await alert.failed(sites(guess % 10))
    assert.deepEqual(now(), [16, true])
    assert.deepEqual(raised.slice(-2), [
      ['guessing', true],
      ['attack', true],
    ])
    pass(899.999)
    assert.deepEqual(now(), [16, true])
    pass(0.001)
    assert.deepEqual(now(), [1, false])
  })

  test('change nothing for others while they come from fewer than ten sites, however many they are (ID-7)', async () => {
    const { alert, raised, now } = alerts()
    for (let guess = 0; guess < 200; guess++) {
      await alert.failed(`10.0.${guess % 8}.${guess}`)
      await alert.failed(`2001:db8:1:${guess}::1`)
    }
    assert.deepEqual(now(), [1, false])
    assert.ok(raised.every(([, on]) => !on))
    await alert.failed(sites(9))
    assert.deepEqual(now(), [16, true], 'the tenth')
  })
})
