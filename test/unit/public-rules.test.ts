import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { BadConfiguration, loadConfig } from '../../src/config/index.ts'
import { PUBLIC_RULES, RUNTIME_RULES } from '../../src/config/public-rules.ts'
import { environment, newKey } from './environment.ts'

const folder = mkdtempSync(join(tmpdir(), 'public-'))
after(() => rmSync(folder, { recursive: true }))
const LIMITS_FILE = join(folder, 'limits.json')
writeFileSync(LIMITS_FILE, JSON.stringify({ identity: { floorMs: 0 } }))

const hex = (digits: string) => digits.repeat(32).slice(0, 32)
/** Values by variable; each breaks the rule whose problem it is listed under, and no other. */
const EXAMPLES: [name: string, problem: RegExp, values: string[]][] = [
  ['NODE_ENV', /must be production/, ['development', 'test']],
  ['PUBLIC_URL', /must be https/, ['http://www.cnops.org.ma', 'http://10.0.0.7', 'http://localhost.cnops.org.ma']],
  ['MEMBER_API_URL', /must be https/, ['http://api.cnops.org.ma']],
  ['TWILIO_API_URL', /must be https/, ['http://api.twilio.com']],
  ['RECAPTCHA_VERIFY_URL', /must be https/, ['http://www.google.com/recaptcha/api/siteverify']],
  ['REDIS_URL', /memory: is only/, ['memory:']],
  [
    'REDIS_URL',
    /must be rediss/,
    [
      'redis://redis:6379',
      'redis://:password@10.0.0.7',
      'redis+sentinel://127.0.0.1,b/main',
      'redis+cluster://a,b',
      'redis://[fd00::7]',
    ],
  ],
  [
    'SMTP_URL',
    /not have options/,
    [
      'smtp://mail.cnops.org.ma?ignoreTLS=true',
      'smtps://mail.cnops.org.ma?tls.rejectUnauthorized=false',
      'smtp://mail.cnops.org.ma:25/?requireTLS=false',
      'smtp://mail.cnops.org.ma?secure=false',
      'smtps://mail.cnops.org.ma?',
    ],
  ],
  [
    'TRUST_PROXY',
    /almost any client/,
    [
      ...['6', '50', '99', '999999999', '0.0.0.0/1,128.0.0.0/1', '0.0.0.0/5', '::/1', '2000::/3'],
      ...['::ffff:0.0.0.0/97', '11.0.0.0/8,12.0.0.0/8,13.0.0.0/8,14.0.0.0/8,15.0.0.0/8', '10.0.0.0/7,64.0.0.0/6'],
    ],
  ],
  ['CAPTCHA', /off is only/, ['off']],
  ['LOG_LEVEL', /must log errors/, ['silent', 'fatal']],
  [
    'MEMBER_API_TOKEN',
    /at least 16 characters/,
    ['x', 'short', 'only-for-a-trial', 'changeme-changeme', 'your-api-token-here', 'example-token-12345'],
  ],
  [
    'TWILIO_AUTH_TOKEN',
    /32 hexadecimal digits/,
    ['only-for-a-trial', hex('0'), hex('abc'), 'g'.repeat(32), newKey().slice(0, 32)],
  ],
  ['SMS_GATEWAY_SECRET', /secret of at least 8 characters/, ['short', 'only-for-a-trial', 'your-api-key-here']],
  ...['RECAPTCHA_SITE_KEY', 'RECAPTCHA_SECRET_KEY'].map((name): [string, RegExp, string[]] => [
    name,
    /key of your own/,
    ['x', 'site', `6LeIxAcTAAAAA${'x'.repeat(27)}`],
  ]),
  ['NODE_TLS_REJECT_UNAUTHORIZED', /accepts any certificate/, ['0']],
  ['NODE_OPTIONS', /debugger/, ['--inspect', '--max-old-space-size=160 --inspect-brk=0.0.0.0:9229']],
  ['NODE_DEBUG', /with their secrets/, ['http', 'tls,net']],
  ['DEBUG', /what members type/, ['*', 'ioredis:*', 'express:router']],
]

describe('a service that the public reaches', () => {
  for (const [name, problem, values] of EXAMPLES)
    for (const value of values)
      test(`does not start with ${name}=${value}, and that is the only problem listed (X-1, X-2)`, () => {
        const problems = problemsOf({ [name]: value })
        assert.equal(problems.length, 1, problems.join('\n'))
        assert.ok(problems[0]!.startsWith(`${name}: `), problems[0])
        assert.match(problems[0]!, problem)
      })

  test('is refused with every problem at once (X-2)', () => {
    const last = new Map(EXAMPLES.map(([name, , values]) => [name, values[0]!]))
    const problems = problemsOf({ ...Object.fromEntries(last), LIMITS_FILE, TWILIO_FORM: 'CNOPS', MAIL_FROM: 'x' })
    const named = problems.map(problem => problem.split(': ')[0]!)
    assert.deepEqual(named.toSorted(), [...last.keys(), LIMITS_FILE, 'TWILIO_FORM', 'MAIL_FROM'].toSorted())
  })

  test('has an example for each rule there is', () => {
    for (const { name, problem } of [...PUBLIC_RULES, ...RUNTIME_RULES])
      assert.ok(
        EXAMPLES.some(([example, pattern]) => example === name && pattern.test(problem)),
        `${name}: ${problem}`,
      )
  })

  test('is refused with no secret in a problem (L-3)', () => {
    const token = 'only-for-a-trial-geheim'
    const listed = problemsOf({ MEMBER_API_TOKEN: token, SMTP_URL: 'smtp://u:geheim@h?ignoreTLS=true' })
    assert.equal(listed.length, 2)
    assert.doesNotMatch(listed.join('\n'), /geheim/)
  })
})

describe('a trial on this machine', () => {
  for (const [name, , values] of EXAMPLES.filter(([name]) => name !== 'PUBLIC_URL'))
    test(`may have ${name}=${values[0]} (X-2)`, () => {
      assert.deepEqual(problemsOf({ PUBLIC_URL: 'http://localhost:3000', [name]: values[0]! }), [])
    })
})

function problemsOf(changes: Record<string, string>): readonly string[] {
  try {
    loadConfig({ ...environment(), ...changes })
    return []
  } catch (error) {
    assert.ok(error instanceof BadConfiguration, String(error))
    return error.problems
  }
}
