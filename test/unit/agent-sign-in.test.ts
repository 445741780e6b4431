import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { accountPasswords } from '../../src/adapters/argon2.ts'
import { memoryLimiter } from '../../src/adapters/memory/limiter.ts'
import { memoryReplayGuard } from '../../src/adapters/memory/replay-guard.ts'
import type { Account } from '../../src/agent/sign-in/accounts.ts'
import { createLocalSignIn } from '../../src/agent/sign-in/local.ts'
import { codeOf, createTotp, SPENT_SECONDS, stepOf } from '../../src/agent/sign-in/totp.ts'
import { Limits } from '../../src/config/limits/index.ts'
import { accountPasswordProblem } from '../../src/domain/passwords/account-password-rule.ts'
import { guessTestFor } from '../../src/domain/passwords/common-passwords.ts'
import { readOrganisation } from './organisation.ts'

const PASSWORD = 'trois mots longs et un canard'
const { hash, verify } = accountPasswords()
const totp = createTotp([randomBytes(32)])
const secret = totp.newSecret()
const account: Account = {
  name: 'amina',
  role: 'supervisor',
  passwordHash: await hash(PASSWORD),
  sealedSecret: totp.seal(secret, 'amina'),
  disabled: false,
  changedAt: 0,
}

/** A sign-in whose work is counted: hashes compared, and codes looked up as spent. */
function counted(known: Account = account) {
  const work = { hashes: 0, spent: 0 }
  const unreadable: string[] = []
  const replays = memoryReplayGuard()
  const signIn = createLocalSignIn({
    find: async name => (name === known.name ? known : undefined),
    verify(...of) {
      work.hashes++
      return verify(...of)
    },
    totp,
    limiter: memoryLimiter(),
    replays: {
      useOnce(...of) {
        work.spent++
        return replays.useOnce(...of)
      },
    },
    limits: Limits.parse({}).assistance.signIn,
    onUnreadable: name => void unreadable.push(name),
  })
  return { signIn, work, unreadable }
}

describe('a sign-in by password and code', () => {
  const right = () => ({ name: 'amina', password: PASSWORD, code: codeOf(secret) })

  test('names the account and its role (AG-4)', async () => {
    const result = await counted().signIn(right(), '192.0.2.1')
    assert.ok(result.kind === 'in')
    assert.deepEqual([result.account, result.role], ['amina', 'supervisor'])
  })

  test('that began before its account was reset is of before, however late its password is compared (AG-4)', async () => {
    let resetAt = 0
    const signIn = createLocalSignIn({
      find: async () => account,
      async verify(...of) {
        await sleep(5)
        resetAt = Date.now()
        return verify(...of)
      },
      totp,
      limiter: memoryLimiter(),
      replays: memoryReplayGuard(),
      limits: Limits.parse({}).assistance.signIn,
      onUnreadable: () => {},
    })
    const result = await signIn(right(), '192.0.2.1')
    assert.ok(result.kind === 'in' && result.since < resetAt)
  })

  const causes: [why: string, typed: object, known?: Partial<Account>][] = [
    ['unknown-id', { name: 'nobody' }],
    ['unknown-id', { name: '../../etc' }],
    ['wrong', { password: 'another one' }],
    ['wrong', { code: codeOf(secret, Date.now() + 600_000) }],
    ['wrong', {}, { sealedSecret: createTotp([randomBytes(32)]).seal(secret, 'amina') }],
    ['wrong', {}, { sealedSecret: totp.seal(secret, 'brahim') }],
    ['disabled', {}, { disabled: true }],
  ]
  for (const [at, [why, typed, known]] of causes.entries())
    test(`does the same work if it fails, ${why} ${at + 1} (AG-4)`, async () => {
      const { signIn, work } = counted({ ...account, ...known })
      const result = await signIn({ ...right(), ...typed }, '192.0.2.1')
      assert.equal(result.kind, 'wrong')
      assert.equal('why' in result && result.why, why)
      assert.deepEqual(work, { hashes: 1, spent: 1 })
    })

  test('tells the operator whose second factor no key opens any more', async () => {
    const { signIn, unreadable } = counted({
      ...account,
      sealedSecret: createTotp([randomBytes(32)]).seal(secret, 'amina'),
    })
    await signIn(right(), '192.0.2.1')
    assert.deepEqual(unreadable, ['amina'])
  })

  test('does the same work if the code is spent (AG-4)', async () => {
    const { signIn, work } = counted()
    const typed = right()
    await signIn(typed, '192.0.2.1')
    assert.deepEqual(await signIn(typed, '192.0.2.1'), { kind: 'wrong', account: 'amina', why: 'used' })
    assert.deepEqual(work, { hashes: 2, spent: 2 })
  })

  test('refuses a spent code for as long as any console can accept it, whose clock is a minute behind (AG-4)', () => {
    // A step is 30 s; the ones before and after it are accepted.
    assert.ok(SPENT_SECONDS >= 90 + 60)
  })

  test('is refused after 5 failures of a name, from wherever they come, without a hash (AG-4)', async () => {
    const { signIn, work } = counted()
    for (let n = 0; n < 5; n++) await signIn({ ...right(), password: 'x' }, `192.0.2.${n}`)
    const refused = await signIn(right(), '198.51.100.1')
    assert.equal(refused.kind === 'limited' && refused.by, 'name')
    assert.equal(work.hashes, 5)
  })

  test('is refused after 20 failures of a network, of whichever names (AG-4)', async () => {
    const { signIn } = counted()
    for (let n = 0; n < 20; n++) await signIn({ ...right(), name: `name-${n}` }, '192.0.2.1')
    const refused = await signIn(right(), '192.0.2.1')
    assert.equal(refused.kind === 'limited' && refused.by, 'network')
    assert.equal((await signIn(right(), '192.0.2.2')).kind, 'in')
  })

  test('is not refused after any number that succeed (AG-4)', async () => {
    const { signIn } = counted()
    for (let n = 0; n < 3; n++) {
      await signIn({ ...right(), password: 'x' }, '192.0.2.1')
      await signIn({ ...right(), code: codeOf(secret, Date.now() + (n - 1) * 30_000) }, '192.0.2.1')
    }
    assert.notEqual((await signIn({ ...right(), password: 'x' }, '192.0.2.1')).kind, 'limited')
  })
})

describe('a code of an authenticator', () => {
  const now = 1_764_400_000_000

  test('is that of RFC 6238 (AG-4)', () => {
    // The RFC's secret and times in seconds; its eight digits cut to six.
    const rfc = 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'
    for (const [seconds, code] of [
      [59, '287082'],
      [1_111_111_109, '081804'],
      [2_000_000_000, '279037'],
    ] as const)
      assert.equal(codeOf(rfc, seconds * 1000), code)
  })

  test('is accepted one step early or late, and not two (AG-4)', () => {
    const steps = [-2, -1, 0, 1, 2].map(step => stepOf(secret, codeOf(secret, now + step * 30_000), now))
    const current = Math.floor(now / 30_000)
    assert.deepEqual(steps, [undefined, current - 1, current, current + 1, undefined])
  })
})

describe('the password of an account', () => {
  const isGuessed = guessTestFor(readOrganisation('cnops'))
  for (const [password, problem] of [
    ['short words', 'short'],
    ['Mohammed123456', 'common'],
    ['aminaamina12', 'common'],
    ['x'.repeat(129), 'long'],
    [PASSWORD, undefined],
    ['صيف هادئ في إفران', undefined],
  ] as const)
    test(`${problem ? `is refused as ${problem}` : 'is accepted'}: ${password.slice(0, 30)} (AG-4)`, () => {
      assert.equal(accountPasswordProblem(password, 'amina', isGuessed), problem)
    })
})
