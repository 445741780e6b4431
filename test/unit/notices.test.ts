import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { activatedNotices, unfinishedNotice } from '../../src/domain/activation/notices.ts'

const activatedAt = '2026-11-22T10:00:00Z'
const work = {
  account: {
    email: 'new@exemple.ma',
    phone: '+212612345678',
    passwordHash: 'PHC',
    terms: { version: '1', acceptedAt: activatedAt },
    language: 'fr',
  },
  mode: 'both',
} as const

const notices = (previousContacts: { email?: string; phone?: string }) =>
  activatedNotices(work, { activatedAt, previousContacts }).map(({ id: _id, ...notice }) => notice)

describe('the notice of an activation (ID-13)', () => {
  test('is sent to the proven contacts in the reading mode', () => {
    assert.deepEqual(notices({}), [
      { kind: 'email', destination: 'new@exemple.ma', activatedAt, mode: 'both' },
      { kind: 'sms', destination: '+212612345678', activatedAt, mode: 'both' },
    ])
  })

  test('is sent to the contacts the insurer held before as well (ID-13)', () => {
    assert.deepEqual(
      notices({ email: 'old@exemple.ma', phone: '+212700000000' }).map(({ destination }) => destination),
      ['new@exemple.ma', 'old@exemple.ma', '+212612345678', '+212700000000'],
    )
  })

  test('is sent once if the contact has not changed', () => {
    assert.equal(notices({ email: 'new@exemple.ma', phone: '+212612345678' }).length, 2)
  })

  test('that could not be finished is sent by e-mail alone, to the new address', () => {
    const { id: _id, ...notice } = unfinishedNotice(work)
    assert.deepEqual(notice, { kind: 'email', destination: 'new@exemple.ma', mode: 'both' })
  })
})

test('every notice has a name of its own', () => {
  const notices = [...activatedNotices(work, { activatedAt, previousContacts: {} }), unfinishedNotice(work)]
  assert.equal(new Set(notices.map(({ id }) => id)).size, 3)
})
