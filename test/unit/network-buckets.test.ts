import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { memoryLimiter } from '../../src/adapters/memory/limiter.ts'
import { Limits } from '../../src/config/limits/index.ts'
import { createNetworkBuckets, type Limited } from '../../src/domain/networks/network-buckets.ts'

const one = [[1, 60]]
const five = [[5, 60]]
const limits = Limits.parse({
  identity: {
    perIp: one,
    trusted: [
      {
        networks: ['192.0.2.0/24', '2001:db8:a::/48'],
        perIp: five,
        sessions: five,
        questions: five,
        sends: { sms: five, email: five },
      },
    ],
  },
  session: { perIp: one, scarcePerIp: one },
  captcha: { questionPerIp: one },
  send: { perIp: { sms: one, email: one } },
})
const EVERY: Limited[] = ['guesses', 'rare', 'sessions', 'scarce', 'questions', 'sms', 'email']
const ALWAYS: Limited[] = ['guesses', 'sessions', 'questions', 'sms', 'email']

/** How many of those at the addresses get through, one after the other. */
async function through(what: Limited, ips: readonly (string | undefined)[]) {
  const limiter = memoryLimiter()
  const buckets = createNetworkBuckets(limits)
  let count = 0
  for (const ip of ips) if ((await limiter.take(buckets(what, ip))).allowed) count++
  return count
}

const times = (count: number, ip: (n: number) => string) => Array.from({ length: count }, (_, n) => ip(n))

for (const what of EVERY)
  describe(`the limit on ${what} by network`, () => {
    test('counts one IPv4 address, and its neighbour by itself (ID-3)', async () => {
      assert.equal(
        await through(
          what,
          times(9, () => '203.0.113.7'),
        ),
        1,
      )
      assert.equal(
        await through(
          what,
          times(9, n => `203.0.113.${n}`),
        ),
        9,
      )
    })

    test('counts an IPv6 /64 as one, a /56 as four and a /48 as sixteen (ID-3)', async () => {
      assert.equal(
        await through(
          what,
          times(99, n => `2001:db8:1:2::${n}`),
        ),
        1,
      )
      assert.equal(
        await through(
          what,
          times(99, n => `2001:db8:1:2${n.toString(16).padStart(2, '0')}::1`),
        ),
        4,
      )
      assert.equal(
        await through(
          what,
          times(99, n => `2001:db8:1:${n.toString(16)}00::1`),
        ),
        16,
      )
      assert.equal(
        await through(
          what,
          times(99, n => `2001:db8:${n}::1`),
        ),
        99,
      )
    })

    test('closes nobody out for addresses that cannot be read, and still has an end (ID-3, W-17)', async () => {
      assert.equal(await through(what, [...times(100, n => `nonsense ${n}`), undefined, ...times(100, () => '')]), 150)
    })
  })

describe('a trusted network', () => {
  for (const what of ALWAYS)
    test(`has a figure of its own for ${what}, in IPv4 and IPv6 (ID-3)`, async () => {
      assert.equal(
        await through(
          what,
          times(9, () => '192.0.2.9'),
        ),
        5,
      )
      assert.equal(
        await through(
          what,
          times(9, () => '[2001:db8:a::9]:443'),
        ),
        5,
      )
    })

  test('has by default ten times what a visitor has', () => {
    const usual = Limits.parse({ identity: { trusted: [{ networks: ['192.0.2.0/24'] }] } })
    const { perIp, sessions, questions, sends } = usual.identity.trusted[0]!
    assert.deepEqual([perIp, sessions, questions], [[[200, 900]], [[300, 60]], [[30, 3600]]])
    assert.deepEqual(sends, {
      sms: [
        [150, 3600],
        [500, 86_400],
      ],
      email: [[300, 3600]],
    })
  })

  test('never waits because others press the service (ID-7, S-10)', async () => {
    for (const what of ['rare', 'scarce'] as const)
      assert.deepEqual(createNetworkBuckets(limits)(what, '192.0.2.9'), [])
  })
})
