import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { announcer } from '../../src/domain/announcement.ts'
import type { Courier } from '../../src/ports.ts'

const account = {
  email: 'new@exemple.ma',
  phone: '+212612345678',
  mode: 'both',
  activatedAt: '2026-11-22T10:00:00Z',
} as const

describe('an activation', () => {
  test('is told to the proven contacts in the reading mode', async () => {
    const { told, failures } = await announce({ ...account, previousContacts: {} })
    const { activatedAt, mode } = account
    assert.deepEqual(told, [
      { channel: 'email', destination: account.email, activatedAt, mode },
      { channel: 'sms', destination: account.phone, activatedAt, mode },
    ])
    assert.deepEqual(failures, [])
  })

  test('is told as well to the contacts the insurer held before (ID-13)', async () => {
    const previousContacts = { email: 'old@exemple.ma', phone: '+212700000000' }
    const { told } = await announce({ ...account, previousContacts })
    const destinations = ['new@exemple.ma', 'old@exemple.ma', '+212612345678', '+212700000000']
    assert.deepEqual(
      told.map(({ destination }) => destination),
      destinations,
    )
  })

  test('is told once where the contact has not changed', async () => {
    const previousContacts = { email: account.email, phone: account.phone }
    assert.equal((await announce({ ...account, previousContacts })).told.length, 2)
  })

  test('is told to the others when one notice fails, and each failure is reported', async () => {
    const lost = new Error('no route')
    const { told, failures } = await announce({ ...account, previousContacts: { phone: '+212700000000' } }, message => {
      if (message.destination === account.phone) throw lost
    })
    assert.equal(told.length, 3)
    assert.deepEqual(failures, [['sms', lost]])
  })
})

type Notice = Parameters<Courier['activated']>[0]

async function announce(
  announcement: Parameters<ReturnType<typeof announcer>>[0],
  deliver: (notice: Notice) => void = () => {},
) {
  const told: Notice[] = []
  const failures: unknown[] = []
  const courier: Courier = {
    code: () => assert.fail('no code is sent here'),
    activated: async notice => {
      told.push(notice)
      deliver(notice)
    },
  }
  announcer(courier, (...failure) => failures.push(failure))(announcement)
  await new Promise(setImmediate)
  return { told, failures }
}
