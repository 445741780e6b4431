import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { agentMaskedEmail, agentMaskedPhone, COMMON_DOMAINS } from '../../src/domain/fields/mask.ts'
import { createHappening, createLiveView } from '../../src/domain/live-view.ts'
import { LIVE_WORDS } from '../../src/web/live-page/words.ts'

const LiveView = createLiveView(LIVE_WORDS)
const WRONG_CODE = 'steps.email-code.fields.code.errors.wrong'
const view = {
  at: 1,
  page: 'email-code',
  status: 422,
  frontier: 'email-code',
  mode: 'ar',
  errors: [{ key: WRONG_CODE, left: 4 }],
  email: { masked: 'a•••@•••.ma', like: 'menara.ma', proved: false },
  idleEnd: 2,
  absoluteEnd: 3,
  openUntil: 4,
}
const isTaken = (change: object) => LiveView.safeParse({ ...view, ...change }).success

describe('a live view', () => {
  test('takes what an agent may know (AG-2)', () => {
    assert.ok(isTaken({}))
    assert.ok(isTaken({ page: 'payment', errors: [], questions: ['bankAccountLast8'] }))
    assert.ok(isTaken({ phone: { masked: '06 •• •• •• 78', proved: true }, ways: ['sms', 'voice'] }))
  })

  for (const [what, change] of Object.entries({
    'a field of another name': { code: '123456' },
    'another page': { page: 'admin' },
    'a sentence in place of a copy key': { errors: [{ key: 'Code 123456 incorrect' }] },
    'what was typed beside an error': { errors: [{ key: WRONG_CODE, read: '123456' }] },
    'a whole e-mail address': { email: { masked: 'amal@example.ma', proved: false } },
    'the domain of a rare mailbox': { email: { masked: 'a•••@cabinet-amal.ma', proved: false } },
    'markup for the first letter': { email: { masked: '<•••@gmail.com', proved: false } },
    'a direction mark in an address': { email: { masked: 'a•••@\u202e•••.ma', proved: false } },
    'a whole number': { phone: { masked: '+212612345678', proved: false } },
    'the tries left on another page than that of a code': { page: 'identity' },
    'the questions on another page than payment': { questions: ['bankAccountLast8'] },
    'eleven errors': { errors: Array.from({ length: 11 }, () => ({ key: WRONG_CODE })) },
    'a status that no page has': { status: 418 },
  }))
    test(`refuses ${what} (AG-2, AG-5)`, () => assert.ok(!isTaken(change)))
})

test('a happening of a live page is in closed words (AG-2)', () => {
  const Happening = createHappening(LIVE_WORDS)
  const happening = { at: 1, event: 'authn_login_fail', reason: 'wrong', page: 'email-code' }
  assert.ok(Happening.safeParse(happening).success)
  for (const change of [{ event: 'said 123456' }, { reason: '123456' }, { page: '/etc' }, { code: '1' }])
    assert.ok(!Happening.safeParse({ ...happening, ...change }).success, JSON.stringify(change))
})

describe('for an agent', () => {
  for (const [address, shown] of [
    ['amal@cabinet-amal.ma', { masked: 'a•••@•••.ma' }],
    ['Amal@Gmail.com', { masked: 'a•••@gmail.com' }],
    ['amal@gmial.com', { masked: 'a•••@•••.com', like: 'gmail.com' }],
    ['"<b>"@example.ma', { masked: '••••@•••.ma' }],
    ['أمل@موقع.المغرب', { masked: '••••@•••' }],
  ] as const)
    test(`${address} is masked to its first letter and a common domain (AG-2)`, () => {
      assert.deepEqual(agentMaskedEmail(address), shown)
      assert.ok(isTaken({ email: { ...agentMaskedEmail(address), proved: false } }))
    })

  test('a mobile number is masked to how it begins and ends (AG-2)', () => {
    assert.equal(agentMaskedPhone('+212612345678'), '06 •• •• •• 78')
    assert.equal(agentMaskedPhone('+33612345678'), '+33 •• •• 78')
    for (const number of ['+212712345678', '+33612345678'])
      assert.ok(isTaken({ phone: { masked: agentMaskedPhone(number), proved: false } }))
  })

  test('twelve domains are common', () => assert.equal(COMMON_DOMAINS.length, 12))
})
