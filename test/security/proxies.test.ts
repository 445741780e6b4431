import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Member } from '../support/member.ts'
import { startProcess } from '../support/process.ts'
import { send } from '../support/raw.ts'
import { startService } from '../support/service.ts'

const ONE_A_MINUTE = { session: { perIp: [[1, 60]] } }

/** Opens a session as if through proxies that say where it came from; the status shows whether the address was new. */
async function opened(origin: string, from: string) {
  const headers = { 'x-forwarded-for': from, 'x-real-ip': from, forwarded: `for=${from}`, 'true-client-ip': from }
  const visitor = new Member(origin)
  await visitor.post('', {}, headers)
  await visitor.get('conditions', headers)
  return (await visitor.post('conditions', { accepted: 'yes' }, headers)).status
}

describe('the address that limits count by (W-17)', () => {
  test('cannot be forged if no proxy is trusted', async t => {
    const service = await startService({ limits: ONE_A_MINUTE })
    t.after(() => service.stop())
    assert.equal(await opened(service.origin, '198.51.100.1'), 303)
    assert.equal(await opened(service.origin, '198.51.100.2'), 429)
  })

  test('is logged once as that of a proxy if one forwards requests and none is trusted (W-17)', async t => {
    const service = await startProcess()
    t.after(() => service.stop())
    const warnings = () => service.lines().filter(({ level, msg }) => level === 'warn' && msg.startsWith('TRUST_PROXY'))
    await send(service.origin)
    await service.writtenOut()
    assert.deepEqual(warnings(), [])
    for (const from of ['198.51.100.1', '198.51.100.2']) await opened(service.origin, from)
    await service.writtenOut()
    assert.deepEqual(
      warnings().map(({ msg }) => msg),
      ['TRUST_PROXY: requests come through an untrusted proxy: all members share one address limit'],
    )
    assert.ok(!service.output.join().includes('198.51.100.1'))
  })

  test('is the one that the last trusted proxy saw, whatever precedes it', async t => {
    const service = await startService({ limits: ONE_A_MINUTE, environment: { TRUST_PROXY: '1' } })
    t.after(() => service.stop())
    assert.equal(await opened(service.origin, '198.51.100.1'), 303)
    assert.equal(await opened(service.origin, '203.0.113.9, 198.51.100.1'), 429)
    assert.equal(await opened(service.origin, 'nonsense, 198.51.100.1'), 429)
    assert.equal(await opened(service.origin, '198.51.100.2'), 303)
  })

  test('is believed from the networks of our proxies alone', async t => {
    const service = await startService({ limits: ONE_A_MINUTE, environment: { TRUST_PROXY: '10.0.0.0/8' } })
    t.after(() => service.stop())
    assert.equal(await opened(service.origin, '198.51.100.1'), 303)
    assert.equal(await opened(service.origin, '198.51.100.2'), 429)
  })

  test('is read with its port and in brackets, as some gateways write it: each visitor is counted alone (ID-3, W-17)', async t => {
    const service = await startService({ limits: ONE_A_MINUTE, environment: { TRUST_PROXY: '1' } })
    t.after(() => service.stop())
    for (const n of [1, 2, 3]) {
      assert.equal(await opened(service.origin, `41.1.2.${n}:5555`), 303)
      assert.equal(await opened(service.origin, `41.1.2.${n}:6666`), 429)
      assert.equal(await opened(service.origin, `41.1.2.${n}`), 429)
      assert.equal(await opened(service.origin, `[2001:db8:${n}::1]:443`), 303)
      assert.equal(await opened(service.origin, `2001:db8:${n}::2`), 429)
    }
  })

  test('is found behind a trusted proxy that writes its own with a port (W-17)', async t => {
    const TRUST_PROXY = '127.0.0.0/8, 10.0.0.0/8, fd00::/8'
    const service = await startService({ limits: ONE_A_MINUTE, environment: { TRUST_PROXY } })
    t.after(() => service.stop())
    assert.equal(await opened(service.origin, '198.51.100.1:4000, 10.0.0.5:1234, [fd00::1]:99'), 303)
    assert.equal(await opened(service.origin, '198.51.100.1, 10.0.0.6'), 429)
    assert.equal(await opened(service.origin, '198.51.100.2:4000, 10.0.0.5:1234'), 303)
    assert.equal(await opened(service.origin, '203.0.113.9, 198.51.100.2:1, 10.0.0.5:1234'), 429)
  })

  test('that cannot be read closes nobody out, and raises a warning, a count and an alarm, and is never logged (ID-3, W-17)', async t => {
    const service = await startProcess({ limits: ONE_A_MINUTE, environment: { TRUST_PROXY: '1' } })
    t.after(() => service.stop())
    assert.equal(await opened(service.origin, '198.51.100.1'), 303)
    assert.match(await service.metrics(), /^wizard_unread_addresses_total 0$/m)
    for (let visitor = 1; visitor <= 40; visitor++)
      assert.equal(await opened(service.origin, `gateway-${visitor}.internal`), 303, `visitor ${visitor}`)
    const metrics = await service.metrics()
    assert.match(metrics, /^wizard_unread_addresses_total 120$/m)
    assert.match(metrics, /^wizard_alarm\{name="client-address"\} 1$/m)
    await service.writtenOut()
    const warnings = service.lines().filter(({ level, msg }) => level === 'warn' && /TRUST_PROXY/.test(msg))
    assert.equal(warnings.length, 1)
    assert.ok(!service.output.join().includes('gateway-1'))
  })

  test('is in the audit trail cut to its network', async t => {
    const service = await startProcess({ environment: { TRUST_PROXY: '1' } })
    t.after(() => service.stop())
    for (const [from, network] of [
      ['198.51.100.77', '198.51.100.0/24'],
      ['2001:db8:1:2:3:4:5:6', '2001:db8:1::/48'],
      ['::ffff:198.51.100.77', '198.51.100.0/24'],
    ] as const) {
      const lines = await service.audited(() => opened(service.origin, from))
      assert.deepEqual([...new Set(lines.map(({ network }) => network))], [network])
      assert.ok(!JSON.stringify(lines).includes(from))
    }
  })
})
