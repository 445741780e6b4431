import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, test } from 'node:test'
import { type Challenge, solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import fc from 'fast-check'
import { altcha } from '../../src/adapters/captcha/altcha.ts'
import { noCaptcha } from '../../src/adapters/captcha/off.ts'
import { plainQuestion } from '../../src/adapters/captcha/question.ts'
import { memoryReplayGuard } from '../../src/adapters/memory/replay-guard.ts'
import { KeyedHash } from '../../src/domain/crypto/keyed-hash.ts'

const [oldSecret, newSecret] = [randomBytes(32), randomBytes(32)]
const here = { action: 'identity', flow: 'flow-1' }
const elsewhere = [
  { action: 'email-code', flow: 'flow-1' },
  { action: 'identity', flow: 'flow-2' },
]
const ip = '127.0.0.1'

describe('proof of work (C-2)', () => {
  const make = (secrets = [newSecret], replays = memoryReplayGuard()) =>
    altcha({ secrets, lifetimeSeconds: 300, cost: () => 100, tries: 10, replays })
  const encode = (payload: object) => ({ altcha: Buffer.from(JSON.stringify(payload)).toString('base64') })
  const solve = async (captcha = make()) => {
    const challenge = (await captcha.challenge(here)) as Challenge
    const solution = await solveChallenge({ challenge, deriveKey })
    return { challenge, solution }
  }

  test('a browser that did the work passes, once', async () => {
    const captcha = make()
    const proof = encode(await solve(captcha))
    assert.equal(await captcha.verify(proof, here, ip), 'passed')
    assert.equal(await captcha.verify(proof, here, ip), 'failed')
  })

  test('a puzzle takes at least half of its tries and at most all', async () => {
    const captcha = make()
    for (let i = 0; i < 20; i++) {
      const { solution } = await solve(captcha)
      assert.ok(solution && solution.counter >= 5 && solution.counter <= 10)
    }
  })

  test('of fifty at the same moment one passes', async () => {
    const captcha = make()
    const proof = encode(await solve(captcha))
    const results = await Promise.all(Array.from({ length: 50 }, () => captcha.verify(proof, here, ip)))
    assert.equal(results.filter(result => result === 'passed').length, 1)
  })

  test('it is valid for its own page and flow only, and a try elsewhere does not use it up', async () => {
    const captcha = make()
    const proof = encode(await solve(captcha))
    for (const subject of elsewhere) assert.equal(await captcha.verify(proof, subject, ip), 'failed')
    assert.equal(await captcha.verify(proof, here, ip), 'passed')
  })

  test('that was used where the clock is ahead is used where it is right as well (C-2)', async t => {
    const begun = Date.now()
    t.mock.timers.enable({ apis: ['Date'], now: begun })
    let passed = 0
    const captcha = make(
      [newSecret],
      memoryReplayGuard(() => passed),
    )
    const proof = encode(await solve(captcha))
    t.mock.timers.setTime(begun + 295_000)
    assert.equal(await captcha.verify(proof, here, ip), 'passed')
    passed = 20_000
    t.mock.timers.setTime(begun + 265_000)
    assert.equal(await captcha.verify(proof, here, ip), 'failed')
  })

  test('the flow cannot be read from it', async () => {
    assert.ok(!JSON.stringify(await make().challenge(here)).includes(here.flow))
  })

  test('it survives a new secret, and ends when its own is withdrawn', async () => {
    const proof = encode(await solve(make([oldSecret])))
    assert.equal(await make([newSecret]).verify(proof, here, ip), 'failed')
    assert.equal(await make([newSecret, oldSecret]).verify(proof, here, ip), 'passed')
  })

  test('it ends after its lifetime', async t => {
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() })
    const captcha = make()
    const [early, late] = [encode(await solve(captcha)), encode(await solve(captcha))]
    t.mock.timers.tick(299_000)
    assert.equal(await captcha.verify(early, here, ip), 'passed')
    t.mock.timers.tick(2000)
    assert.equal(await captcha.verify(late, here, ip), 'failed')
  })

  test('nothing signed can be changed: not the end, not the cost, not the page', async () => {
    const captcha = make()
    const { challenge, solution } = await solve(captcha)
    const { parameters, signature } = challenge
    const { expiresAt, ...endless } = parameters
    const { keySignature, ...unsigned } = parameters
    const { keyPrefix, nonce, salt, data } = parameters
    for (const edited of [
      { ...parameters, expiresAt: expiresAt! + 1000 },
      { ...parameters, cost: 1 },
      { ...parameters, keyLength: 16 },
      { ...parameters, keyPrefix: other(keyPrefix) },
      { ...parameters, keySignature: other(keySignature!) },
      { ...parameters, nonce: other(nonce) },
      { ...parameters, salt: other(salt) },
      { ...parameters, extra: 1 },
      { ...parameters, data: { ...data, extra: 1 } },
      endless,
      unsigned,
    ])
      assert.equal(
        await captcha.verify(encode({ challenge: { parameters: edited, signature }, solution }), here, ip),
        'failed',
        JSON.stringify(edited),
      )
    for (const subject of elsewhere) {
      const { data } = ((await captcha.challenge(subject)) as Challenge).parameters
      const moved = encode({ challenge: { parameters: { ...parameters, data }, signature }, solution })
      assert.equal(await captcha.verify(moved, subject, ip), 'failed')
    }
    const resigned = { ...challenge, signature: other(signature!) }
    assert.equal(await captcha.verify(encode({ challenge: resigned, solution }), here, ip), 'failed')
    assert.equal(await captcha.verify(encode({ challenge, solution }), here, ip), 'passed')
  })

  test('an answer without the work fails, and the puzzle stays valid', async () => {
    const captcha = make()
    const { challenge, solution } = await solve(captcha)
    const { counter, derivedKey } = solution!
    for (const guessed of [other(derivedKey), challenge.parameters.keyPrefix.padEnd(64, '0'), ''])
      assert.equal(
        await captcha.verify(encode({ challenge, solution: { counter, derivedKey: guessed } }), here, ip),
        'failed',
      )
    assert.equal(await captcha.verify(encode({ challenge, solution }), here, ip), 'passed')
  })

  test('a puzzle of our own making under another secret is refused', async () => {
    const forged = await solve(make([randomBytes(32)]))
    assert.equal(await make().verify(encode(forged), here, ip), 'failed')
  })

  test('an empty or absent field is missing', async () => {
    assert.equal(await make().verify({}, here, ip), 'missing')
    assert.equal(await make().verify({ altcha: '' }, here, ip), 'missing')
  })

  test('garbage of any kind fails and never throws', async () => {
    const captcha = make()
    const { challenge, solution } = await solve(captcha)
    const anyField = fc.oneof(
      fc.string({ minLength: 1 }),
      fc.json().map(json => Buffer.from(json).toString('base64')),
      fc
        .record({ parameters: fc.object(), signature: fc.anything() })
        .map(odd => encode({ challenge: { ...challenge, ...odd }, solution }).altcha),
      fc.anything().map(odd => encode({ challenge, solution: odd ?? null }).altcha),
    )
    await fc.assert(
      fc.asyncProperty(anyField, async field => (await captcha.verify({ altcha: field }, here, ip)) === 'failed'),
    )
    assert.equal(await captcha.verify({ altcha: 'A'.repeat(1_000_000) }, here, ip), 'failed')
    assert.equal(await captcha.verify(encode({ challenge, solution }), here, ip), 'passed')
  })

  test('a proof with a valid content but more than 4 KB of it is refused', async () => {
    const captcha = make()
    const proof = await solve(captcha)
    assert.equal(await captcha.verify(encode({ ...proof, pad: 'x'.repeat(4096) }), here, ip), 'failed')
  })
})

describe('the question in plain words', () => {
  const make = (secrets = [newSecret], replays = memoryReplayGuard()) =>
    plainQuestion({ hash: new KeyedHash(secrets, 'question'), lifetimeSeconds: 300, replays })

  test('the right sum passes, once, in any digits', async () => {
    const question = make()
    const scripts = ['0123456789', '٠١٢٣٤٥٦٧٨٩', '۰۱۲۳۴۵۶۷۸۹', '०१२३४५६७८९', '０１２３４５６７８９', '𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗']
    for (const digits of scripts)
      for (let i = 0; i < 20; i++) {
        const { a, b, token } = question.ask(here)
        const answer = [...String(a + b)].map(digit => [...digits][Number(digit)]).join('')
        assert.equal(await question.verify(` \u2067${answer}\u2069 `, token, here), 'passed', answer)
        assert.equal(await question.verify(answer, token, here), 'failed')
      }
  })

  test('of fifty at the same moment one passes', async () => {
    const question = make()
    const { a, b, token } = question.ask(here)
    const all = await Promise.all(Array.from({ length: 50 }, () => question.verify(String(a + b), token, here)))
    assert.equal(all.filter(result => result === 'passed').length, 1)
  })

  test('is answered once, right or wrong: after a wrong sum the right one is refused as well (C-6)', async () => {
    const question = make()
    for (const wrong of [(sum: number) => String(sum + 1), () => '99', () => 'nine', () => '']) {
      const { a, b, token } = question.ask(here)
      assert.equal(await question.verify(wrong(a + b), token, here), 'failed')
      assert.equal(await question.verify(String(a + b), token, here), 'failed')
    }
  })

  test('of another page or another flow is refused, and stays valid on its own (C-6)', async () => {
    const question = make()
    const { a, b, token } = question.ask(here)
    for (const subject of elsewhere) assert.equal(await question.verify(String(a + b), token, subject), 'failed')
    assert.equal(await question.verify(String(a + b), token, here), 'passed')
  })

  test('that was used where the clock is ahead is used where it is right as well (C-6)', async t => {
    const begun = Date.now()
    t.mock.timers.enable({ apis: ['Date'], now: begun })
    let passed = 0
    const question = make(
      [newSecret],
      memoryReplayGuard(() => passed),
    )
    const { a, b, token } = question.ask(here)
    t.mock.timers.setTime(begun + 295_000)
    assert.equal(await question.verify(String(a + b), token, here), 'passed')
    passed = 20_000
    t.mock.timers.setTime(begun + 265_000)
    assert.equal(await question.verify(String(a + b), token, here), 'failed')
  })

  test('that the service did not sign takes no place in the store (C-6)', async () => {
    let spends = 0
    const question = make([newSecret], { useOnce: async () => ++spends > 0 })
    const { token } = question.ask(here)
    const forged = token.replace(/^./, first => (first === '-' ? '_' : '-'))
    for (let n = 0; n < 20; n++) await question.verify('9', forged, here)
    assert.equal(spends, 0)
  })

  test('the numbers are one to nine and the token is not the same twice', () => {
    const asked = Array.from({ length: 500 }, () => make().ask(here))
    for (const n of asked.flatMap(({ a, b }) => [a, b])) assert.ok(Number.isInteger(n) && n >= 1 && n <= 9)
    assert.equal(new Set(asked.flatMap(({ a, b }) => [a, b])).size, 9)
    assert.equal(new Set(asked.map(({ token }) => token)).size, 500)
  })

  test('it survives a new secret, ends after its lifetime, and its end cannot be moved', async t => {
    t.mock.timers.enable({ apis: ['Date'], now: Date.now() })
    const { a, b, token } = make([oldSecret]).ask(here)
    assert.equal(await make([newSecret]).verify(String(a + b), token, here), 'failed')
    assert.equal(await make([newSecret, oldSecret]).verify(String(a + b), token, here), 'passed')
    t.mock.timers.tick(301_000)
    assert.equal(await make([oldSecret]).verify(String(a + b), token, here), 'failed')
    const moved = token.replace(/\.(\d{10})\./, (_, end) => `.${Number(end) + 1000}.`)
    assert.equal(await make([oldSecret]).verify(String(a + b), moved, here), 'failed')
  })

  test('garbage of any kind fails and never throws', async () => {
    const question = make()
    const { token } = question.ask(here)
    const anyText = fc.string({ unit: 'binary' })
    await fc.assert(
      fc.asyncProperty(anyText, anyText, async (answer, forged) => {
        assert.equal(await question.verify(answer, forged, here), 'failed')
        assert.equal(await question.verify('99', `${token}${forged}`, here), 'failed')
      }),
    )
  })
})

test('without a captcha everybody passes and nothing is shown', async () => {
  assert.equal(await noCaptcha().challenge(here), undefined)
  assert.equal(await noCaptcha().verify({}, here, ip), 'passed')
})

function other(hex: string): string {
  return (hex.startsWith('0') ? '1' : '0') + hex.slice(1)
}
