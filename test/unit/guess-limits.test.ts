import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Limits } from '../../src/config/limits/index.ts'

describe('the limits on guessing and sending (X-2)', () => {
  test('are those of the security requirements unless an operator says otherwise', () => {
    const { identity, send, password, session } = Limits.parse({})
    assert.deepEqual(identity.perIp, [
      [20, 900],
      [60, 3600],
      [200, 86_400],
    ])
    assert.deepEqual(
      [identity.perSession, identity.payment, identity.alarm, identity.trusted],
      [5, { perDay: 5, perMonth: 10 }, { raised: 300, attack: 1000, networks: 10 }, []],
    )
    assert.deepEqual(identity.waitsSeconds, [0, 0, 30, 60, 300, 900, 3600])
    assert.deepEqual(send, {
      paused: [],
      perDestination: [
        [5, 900],
        [6, 3600],
        [10, 86_400],
      ],
      perMember: [
        [6, 3600],
        [10, 86_400],
      ],
      destinations: 3,
      membersPerContact: 5,
      perIp: {
        sms: [
          [15, 3600],
          [50, 86_400],
        ],
        email: [[30, 3600]],
      },
      sms: {
        total: [
          [600, 3600],
          [4000, 86_400],
        ],
        perPrefix: [[60, 3600]],
      },
      wrongCodes: { perDay: 10, inARow: 30 },
    })
    assert.deepEqual([password.perSession, session.perIp], [[[5, 600]], [[30, 60]]])
    assert.deepEqual([session.total, session.scarcePerIp], [[[6000, 600]], [[5, 600]]])
  })

  const refused: [what: string, limits: object][] = [
    ['eleven failures a session', { identity: { perSession: 11 } }],
    ['eleven wrong payment answers a day', { identity: { payment: { perDay: 11 } } }],
    ['twenty-one wrong payment answers a month', { identity: { payment: { perMonth: 21 } } }],
    ['a wait beyond an hour, which would be a lock', { identity: { waitsSeconds: [3601] } }],
    ['no wait at all', { identity: { waitsSeconds: [] } }],
    ['an attack that nobody would notice', { identity: { alarm: { attack: 100_001 } } }],
    ['a trusted network that is none', { identity: { trusted: [{ networks: ['10.0.0.1'] }] } }],
    ['six addresses a member', { send: { destinations: 6 } }],
    ['twenty-one wrong codes a day', { send: { wrongCodes: { perDay: 21 } } }],
    ['a hundred and one wrong codes in a row', { send: { wrongCodes: { inARow: 101 } } }],
    ['e-mail switched off, for which there is no page', { send: { paused: ['email'] } }],
    ['a window beyond thirty days', { send: { perMember: [[1, 2_592_001]] } }],
    ['no limit on passwords', { password: { perSession: [] } }],
  ]
  for (const [what, limits] of refused)
    test(`cannot be set to ${what} (X-2)`, () => assert.equal(Limits.safeParse(limits).success, false))
})
