import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { BadConfiguration, loadConfig } from '../../src/config/index.ts'
import { environment } from './environment.ts'

const folder = mkdtempSync(join(tmpdir(), 'limits-'))
after(() => rmSync(folder, { recursive: true }))

/** What keeps a service at this address from starting with these limits. */
function problemsOf(limits: object, PUBLIC_URL = 'https://www.cnops.example'): readonly string[] {
  const LIMITS_FILE = join(folder, 'limits.json')
  writeFileSync(LIMITS_FILE, JSON.stringify(limits))
  try {
    loadConfig({ ...environment(), PUBLIC_URL, LIMITS_FILE })
    return []
  } catch (error) {
    assert.ok(error instanceof BadConfiguration)
    return error.problems.map(problem => problem.replace(`${LIMITS_FILE}: `, ''))
  }
}

const MANY = [[100_000, 60]]
const loose: [what: string, limits: object, problem: RegExp][] = [
  [
    'any number of guesses from one address',
    { identity: { perIp: MANY } },
    /^identity\.perIp: must not let more than \d+00 through in \d+ s$/,
  ],
  ['many guesses, a few at a time', { identity: { perIp: [[20, 60]] } }, /^identity\.perIp: /],
  ['guesses without end in an agency', trusted(['192.0.2.0/24'], { perIp: MANY }), /^identity\.trusted\.perIp/],
  ['the whole world as an agency', trusted(['0.0.0.0/0']), /0\.0\.0\.0\/0 is too wide/],
  ['the whole new world as an agency', trusted(['::/0']), /::\/0 is too wide/],
  ['answers whose speed reveals the result', { identity: { floorMs: 0 } }, /^identity\.floorMs: .*200/],
  ['no wait between guesses', { identity: { waitsSeconds: [0] } }, /^identity\.waitsSeconds: .*60/],
  ['any number of sessions', { session: { perIp: MANY } }, /^session\.perIp/],
  ['any number of sessions of the whole service', { session: { total: MANY } }, /^session\.total/],
  ['any number of sessions while they are scarce', { session: { scarcePerIp: MANY } }, /^session\.scarcePerIp/],
  [
    'any number of sessions in an agency',
    trusted(['192.0.2.0/24'], { sessions: MANY }),
    /^identity\.trusted\.sessions/,
  ],
  ['any number of questions in an agency', trusted(['192.0.2.0/24'], { questions: MANY }), /\.trusted\.questions/],
  ['any number of SMS in an agency', trusted(['192.0.2.0/24'], { sends: { sms: MANY } }), /\.trusted\.sends\.sms/],
  ['any number of mails in an agency', trusted(['192.0.2.0/24'], { sends: { email: MANY } }), /\.sends\.email/],
  ['any number of codes to one address', { send: { perDestination: MANY } }, /^send\.perDestination/],
  ['any number of codes to one member', { send: { perMember: MANY } }, /^send\.perMember/],
  ['any number of SMS for one network', { send: { perIp: { sms: MANY } } }, /^send\.perIp\.sms/],
  ['any number of mails for one network', { send: { perIp: { email: MANY } } }, /^send\.perIp\.email/],
  ['any number of SMS', { send: { sms: { total: MANY } } }, /^send\.sms\.total/],
  ['any number of SMS to numbers in a row', { send: { sms: { perPrefix: MANY } } }, /^send\.sms\.perPrefix/],
  ['any number of passwords', { password: { perSession: MANY } }, /^password\.perSession/],
  ['any number of plain questions', { captcha: { questionPerIp: MANY } }, /^captcha\.questionPerIp/],
]

describe('a service that the public reaches (X-2)', () => {
  for (const [what, limits, problem] of loose)
    test(`does not start with ${what}`, () => {
      const problems = problemsOf(limits)
      assert.ok(problems.length > 0)
      for (const each of problems) assert.match(each, problem)
    })

  test('starts with the budgets for a thousand activations a minute', () => {
    const total = [
      [80_000, 3600],
      [400_000, 86_400],
    ]
    assert.deepEqual(problemsOf({ send: { sms: { total, perPrefix: [[8000, 3600]] } } }), [])
  })

  test('starts with limits of its own within reason', () => {
    const perIp = [
      [60, 900],
      [300, 86_400],
    ]
    assert.deepEqual(problemsOf({ identity: { perIp, floorMs: 300, waitsSeconds: [0, 60] } }), [])
    assert.deepEqual(problemsOf(trusted(['10.0.0.0/8', '2001:db8::/32'])), [])
    assert.deepEqual(problemsOf({}), [])
  })

  test('may be tried out with any on this machine', () => {
    for (const [what, limits] of loose) assert.deepEqual(problemsOf(limits, 'http://localhost:3000'), [], what)
  })
})

function trusted(networks: string[], figures: object = {}) {
  return { identity: { trusted: [{ networks, ...figures }] } }
}
