import assert from 'node:assert/strict'
import { test } from 'node:test'
import { countedLedger } from '../../src/adapters/counted-ledger.ts'
import { memoryCodeLedger } from '../../src/adapters/memory/code-ledger.ts'
import { Limits } from '../../src/config/limits.ts'
import { createMetrics } from '../../src/metrics.ts'

test('operators see by which way codes went to phones and what became of each, counted once', async () => {
  const metrics = createMetrics()
  const ledger = countedLedger(memoryCodeLedger(Limits.parse({})), metrics.code, metrics.delivery)
  const send = async (flow: string, via: 'sms' | 'voice', fate?: 'undelivered' | 'unanswered') => {
    const slot = { flow, channel: 'sms' } as const
    const code = { destination: 'here', mac: flow, dispatch: { id: flow, via } }
    await ledger.issue(slot, code)
    if (fate) for (let time = 0; time < 3; time++) await ledger.report(slot, flow, fate)
    else await ledger.withdraw(slot, code)
  }
  await send('one', 'sms', 'undelivered')
  await send('two', 'voice', 'unanswered')
  await send('three', 'voice')
  await ledger.issue({ flow: 'four', channel: 'email' }, { destination: 'there', mac: 'four' })
  const text = await metrics.register.getSingleMetricAsString('wizard_deliveries_total')
  assert.deepEqual(
    text
      .split('\n')
      .filter(line => !line.startsWith('#'))
      .toSorted(),
    [
      'wizard_deliveries_total{via="sms",fate="sent"} 1',
      'wizard_deliveries_total{via="sms",fate="undelivered"} 1',
      'wizard_deliveries_total{via="voice",fate="sent"} 2',
      'wizard_deliveries_total{via="voice",fate="unanswered"} 1',
      'wizard_deliveries_total{via="voice",fate="unsent"} 1',
    ],
  )
})
