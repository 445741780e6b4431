import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { failover } from '../../src/adapters/captcha/failover.ts'
import { type Captcha, Unavailable } from '../../src/ports/index.ts'

const subject = { action: 'identity', flow: 'flow' }
const token = { 'g-recaptcha-response': 'token' }
const proof = { altcha: 'proof' }

/** A captcha of another company that is up or down as set, and our own. */
function two({ checkEveryMs = 20 } = {}) {
  const world = { up: true, probes: 0 }
  const outside: Captcha = {
    kind: 'recaptcha',
    challenge: async () => undefined,
    async verify() {
      if (world.up) return 'passed'
      throw new Unavailable('recaptcha')
    },
  }
  const own: Captcha = {
    kind: 'altcha',
    challenge: async () => ({ puzzle: true }),
    verify: async fields => (fields['altcha'] ? 'passed' : 'missing'),
  }
  const probe = async () => {
    world.probes++
    if (!world.up) throw new Unavailable('recaptcha')
  }
  return { world, captcha: failover({ outside, own, probe, checkEveryMs }) }
}

describe('while the captcha of another company is up (C-5)', () => {
  test('it is the one shown and asked, and ours gives out no puzzle', async () => {
    const { captcha } = two()
    assert.equal(captcha.kind, 'recaptcha')
    assert.equal(await captcha.verify(token, subject, ''), 'passed')
    assert.equal(await captcha.challenge(subject), undefined)
  })

  test('asking for our puzzle again and again asks the other company once', async () => {
    const { captcha, world } = two()
    await Promise.all(Array.from({ length: 50 }, () => captcha.challenge(subject)))
    await captcha.challenge(subject)
    assert.equal(world.probes, 1)
  })
})

describe('when it goes down', () => {
  test('the first member sees an error, and everyone gets our captcha from then on', async () => {
    const { captcha, world } = two({ checkEveryMs: 10_000 })
    world.up = false
    await assert.rejects(captcha.verify(token, subject, ''), Unavailable)
    assert.equal(captcha.kind, 'altcha')
    assert.deepEqual(await captcha.challenge(subject), { puzzle: true })
    assert.equal(await captcha.verify(proof, subject, ''), 'passed')
  })

  test('nobody passes without a proof', async () => {
    const { captcha, world } = two({ checkEveryMs: 10_000 })
    world.up = false
    await assert.rejects(captcha.verify({}, subject, ''), Unavailable)
    for (const fields of [token, {}, { altcha: '' }]) assert.equal(await captcha.verify(fields, subject, ''), 'missing')
  })

  test('an instance that has not seen it yet notices when a browser asks for our puzzle', async () => {
    const { captcha, world } = two({ checkEveryMs: 10_000 })
    world.up = false
    assert.deepEqual(await captcha.challenge(subject), { puzzle: true })
    assert.equal(captcha.kind, 'altcha')
  })
})

test('once it answers again, it is shown again; a puzzle solved during the outage is still accepted', async () => {
  const { captcha, world } = two()
  world.up = false
  await assert.rejects(captcha.verify(token, subject, ''))
  await sleep(60)
  assert.equal(captcha.kind, 'altcha', 'it was asked, and is still down')
  world.up = true
  await sleep(60)
  assert.equal(captcha.kind, 'recaptcha')
  assert.equal(await captcha.verify(proof, subject, ''), 'passed')
  assert.equal(await captcha.verify(token, subject, ''), 'passed')
})
