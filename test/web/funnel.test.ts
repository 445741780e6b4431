import assert from 'node:assert/strict'
import { test } from 'node:test'
import { contactsOf, identityOf, walkTo } from '../support/journey.ts'
import { onceAllowed } from '../support/once-allowed.ts'
import { startProcess } from '../support/process.ts'

test('the funnel metrics count where members are, what they are refused, and steps that they come to again', async t => {
  let down = false
  const service = await startProcess({
    limits: { code: { resendWaitsSeconds: [1, 1, 1, 1] } },
    environment: { CAPTCHA: 'off' },
    memberData: { faults: () => (down ? { status: 500 } : undefined) },
  })
  t.after(() => service.stop())
  const moves = async () => {
    const lines = (await service.metrics()).matchAll(
      /^wizard_steps_total\{step="(.+)",move="(.+)",reason="(.*)"\} (\d+)$/gm,
    )
    return Object.fromEntries(
      [...lines].map(([, step, move, reason, count]) => [[step, move, reason].join(' ').trim(), Number(count)]),
    )
  }
  const member = service.member()
  const file = service.enrol()
  await walkTo(service, member, file, 'identite')
  assert.deepEqual(await moves(), { 'terms entered': 1, 'terms left': 1, 'identity entered': 1 })

  await member.answer('identite', { ...identityOf(file), birthYear: '1962' })
  await member.answer('identite', { ...identityOf(file), birthYear: '' })
  down = true
  await member.answer('identite', identityOf(file))
  down = false
  const refused = await moves()
  assert.deepEqual(
    ['no-match', 'fields', 'unavailable'].map(reason => refused[`identity refused ${reason}`]),
    [1, 1, 1],
  )
  assert.equal(refused['identity left'], undefined)

  const other = service.member()
  const second = service.enrol()
  await walkTo(service, other, second, 'mobile')
  const email = `other-${contactsOf(second).email}`
  await onceAllowed(() => other.answer('email', { email, emailConfirmation: email }))
  // Answered anew, it leads to the page that is open already.
  await other.answer('conditions', { accepted: 'yes' })
  const again = await moves()
  assert.deepEqual(
    ['email entered', 'email left', 'email-code entered', 'email-code left', 'mobile entered'].map(move => again[move]),
    [1, 1, 2, 1, 1],
  )
})
