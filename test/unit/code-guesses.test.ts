import assert from 'node:assert/strict'
import { test } from 'node:test'
import { memoryLimiter } from '../../src/adapters/memory/limiter.ts'
import { codeGuesses } from '../../src/domain/code-guesses.ts'
import { liveFlows } from '../../src/domain/live-flows.ts'

const DAY = 86_400_000

test('thirty wrong codes without a right one close the channel for thirty days, however slowly they came (OTP-4)', async () => {
  let time = 0
  const flows = liveFlows(
    memoryLimiter(() => time),
    5400,
  )
  const attempt = codeGuesses(flows, { perDay: 10, inARow: 30 })
  const holder = { member: 'm', flow: 'f', channel: 'sms' } as const
  const wrong = async () => {
    const open = await attempt(holder)
    if (open.kind === 'open') await open.settle({ kind: 'wrong', left: 1 })
    return open.kind
  }
  for (let guess = 0; guess < 30; guess++) {
    assert.equal(await wrong(), 'open', `guess ${guess}`)
    time += DAY / 5
  }
  assert.equal(await wrong(), 'limited')
  assert.equal((await attempt({ ...holder, channel: 'email' })).kind, 'open', 'the other channel')
  time = 30 * DAY - 1000
  assert.equal(await wrong(), 'limited')
  time = 30 * DAY
  const last = await attempt(holder)
  assert.equal(last.kind, 'open')
  if (last.kind === 'open') await last.settle({ kind: 'right' })
  for (let guess = 0; guess < 10; guess++) assert.equal(await wrong(), 'open')
})
