import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { BadConfiguration, loadConfig } from '../../src/config.ts'
import { secondWays } from '../../src/demo/second-ways.ts'
import { environment, newKey } from './environment.ts'

const LOCAL = 'http://localhost:3000'
const shared = newKey()

describe('the service', () => {
  test('starts in a whole environment, with the usual values for all that is left out', () => {
    const config = loadConfig(environment())
    const { PORT, HOST, BASE_PATH, TRUST_PROXY, ADMIN_PORT, ADMIN_HOST, CAPTCHA, LOG_LEVEL, NODE_ENV } = config
    assert.deepEqual([PORT, HOST, BASE_PATH, TRUST_PROXY], [3000, '0.0.0.0', '/mon_compte', false])
    assert.deepEqual([ADMIN_PORT, ADMIN_HOST, CAPTCHA, LOG_LEVEL], [9464, '127.0.0.1', 'altcha', 'info'])
    assert.deepEqual([NODE_ENV, config.organisation.shortName], ['production', 'CNOPS'])
    assert.equal(config.TWILIO_API_URL, 'https://api.twilio.com')
  })

  test('takes a blank variable for one left out', () => {
    assert.equal(loadConfig({ ...environment(), PORT: ' ', LIMITS_FILE: ' ' }).PORT, 3000)
    assert.deepEqual(problems({ PUBLIC_URL: '' }).length, 1)
  })

  test('takes several keys, newest first', () => {
    const [newer, older] = [newKey(), newKey(48)]
    const { SESSION_KEYS } = loadConfig({ ...environment(), SESSION_KEYS: `${newer}, ${older}` })
    assert.deepEqual(
      SESSION_KEYS.map(key => key.toString('base64')),
      [newer, older],
    )
  })

  for (const [what, changes] of Object.entries({
    'plain HTTP, state in memory and no captcha on this machine': {
      PUBLIC_URL: LOCAL,
      REDIS_URL: 'memory:',
      CAPTCHA: 'off',
    },
    'stand-ins on this machine': { MEMBER_API_URL: 'http://127.0.0.1:4010', TWILIO_API_URL: 'http://[::1]:1' },
    'Redis Sentinel': { REDIS_URL: 'redis+sentinel://a:26379,b:26379/main' },
    'Redis Sentinel with TLS': { REDIS_URL: 'rediss+sentinel://:x@a,b/main?sentinelPassword=y' },
    'Redis Cluster with TLS': { REDIS_URL: 'rediss+cluster://a:6379' },
    'Redis Cluster': { REDIS_URL: 'redis+cluster://a:6379,b:6379' },
    'a number of proxies': { TRUST_PROXY: '2' },
    'networks of proxies': { TRUST_PROXY: '10.0.0.0/8, 2001:db8::/32' },
    'calls and WhatsApp': secondWays,
    'a messaging service instead of a sender': { TWILIO_FROM: '', TWILIO_MESSAGING_SERVICE_SID: `MG${'0'.repeat(32)}` },
    'SMS from a number': { TWILIO_FROM: '+212537000000' },
    'SMS from a short code': { TWILIO_FROM: '38002' },
    'SMS from a name of two words': { TWILIO_FROM: 'Ma CNOPS 2' },
    'reCAPTCHA with its keys': { CAPTCHA: 'recaptcha', RECAPTCHA_SITE_KEY: 'site', RECAPTCHA_SECRET_KEY: 'secret' },
    'the other organisation': { ORGANISATION: 'cnss' },
  }))
    test(`starts with ${what}`, () => assert.deepEqual(problems(changes), []))
})

type Case = [what: string, changes: Record<string, string>, blamed: string, why: RegExp]
const cases: Case[] = [
  ...Object.keys(environment()).map((name): Case => [`without ${name}`, { [name]: '' }, name, /./]),
  ...(['SESSION_KEYS', 'ENCRYPTION_KEYS', 'HMAC_KEYS'] as const).flatMap((name): Case[] => [
    [`with a key of 31 bytes (${name})`, { [name]: newKey(31) }, name, /at least 32 bytes/],
    [
      `with a short key behind a good one (${name})`,
      { [name]: `${newKey()},${newKey(16)}` },
      name,
      /at least 32 bytes/,
    ],
    [`with a word for a key (${name})`, { [name]: 'changeme' }, name, /at least 32 bytes/],
    [`with nothing behind a comma (${name})`, { [name]: `${newKey()},` }, name, /at least 32 bytes/],
    [`with the same key twice (${name})`, { [name]: `${shared},${shared}` }, name, /listed twice/],
  ]),
  ['with a key shared by sessions and hashes', { SESSION_KEYS: shared, HMAC_KEYS: shared }, 'HMAC_KEYS', /share/],
  [
    'with a key shared by sessions and encryption',
    { SESSION_KEYS: shared, ENCRYPTION_KEYS: `${newKey()},${shared}` },
    'HMAC_KEYS',
    /share/,
  ],
  ['with plain HTTP in the open', { PUBLIC_URL: 'http://www.cnops.org.ma' }, 'PUBLIC_URL', /https/],
  [
    'with a host that only looks like this machine',
    { PUBLIC_URL: 'http://localhost.cnops.org.ma' },
    'PUBLIC_URL',
    /https/,
  ],
  ['with a path in its address', { PUBLIC_URL: 'https://www.cnops.org.ma/x' }, 'PUBLIC_URL', /origin/],
  ['with an address of another kind', { PUBLIC_URL: 'ftp://localhost' }, 'PUBLIC_URL', /must be a URL/],
  ['with state in memory in the open', { REDIS_URL: 'memory:' }, 'REDIS_URL', /loopback/],
  ['with an address of Redis that is none', { REDIS_URL: 'localhost:6379' }, 'REDIS_URL', /must be/],
  ['with the captcha off in the open', { CAPTCHA: 'off' }, 'CAPTCHA', /loopback/],
  ['with an unknown captcha', { CAPTCHA: 'none' }, 'CAPTCHA', /./],
  [
    'with reCAPTCHA without its site key',
    { CAPTCHA: 'recaptcha', RECAPTCHA_SECRET_KEY: 's' },
    'RECAPTCHA_SITE_KEY',
    /needed/,
  ],
  [
    'with reCAPTCHA without its secret',
    { CAPTCHA: 'recaptcha', RECAPTCHA_SITE_KEY: 's' },
    'RECAPTCHA_SECRET_KEY',
    /needed/,
  ],
  ['with the members’ data over plain HTTP', { MEMBER_API_URL: 'http://api.cnops.org.ma' }, 'MEMBER_API_URL', /https/],
  ['with SMS over plain HTTP', { TWILIO_API_URL: 'http://api.twilio.com' }, 'TWILIO_API_URL', /https/],
  ['with nobody to send SMS from', { TWILIO_FROM: '' }, 'TWILIO_FROM', /is needed/],
  ...['not a sender !! 1234567890', 'CNOPS du Maroc', '05 38 00 20 20', '212537000000', '+0537000000', '12', 'Ça'].map(
    (TWILIO_FROM): Case => [`with SMS from “${TWILIO_FROM}”`, { TWILIO_FROM }, 'TWILIO_FROM', /short code.*or a name/],
  ),
  ['with WhatsApp from a number that is none', { TWILIO_WHATSAPP_FROM: 'CNOPS' }, 'TWILIO_WHATSAPP_FROM', /\+212/],
  ['with a number to call from that is none', { TWILIO_VOICE_FROM: 'CNOPS' }, 'TWILIO_VOICE_FROM', /\+212/],
  [
    'with WhatsApp and no Arabic template',
    { TWILIO_WHATSAPP_FROM: '+212537000002', TWILIO_WHATSAPP_CONTENT_SID_FR: `HX${'0'.repeat(32)}` },
    'TWILIO_WHATSAPP_CONTENT_SID_AR',
    /is needed when TWILIO_WHATSAPP_FROM/,
  ],
  ['with a malformed account of Twilio', { TWILIO_ACCOUNT_SID: 'AC1' }, 'TWILIO_ACCOUNT_SID', /AC/],
  ['with a mail server that speaks no SMTP', { SMTP_URL: 'https://mail' }, 'SMTP_URL', /smtp/],
  ['with a sender that is no address', { MAIL_FROM: 'cnops' }, 'MAIL_FROM', /./],
  ['with a proxy that is no network', { TRUST_PROXY: '10.0.0.0/8,proxy' }, 'TRUST_PROXY', /networks/],
  ['on a port that cannot be', { PORT: '65536' }, 'PORT', /./],
  ['at a base path that ends in a slash', { BASE_PATH: '/mon_compte/' }, 'BASE_PATH', /mon_compte/],
  ['with an unknown log level', { LOG_LEVEL: 'loud' }, 'LOG_LEVEL', /./],
  ['for an unknown organisation', { ORGANISATION: 'cimr' }, 'cimr.json', /cannot be read/],
]

describe('the service does not start (X-1)', () => {
  for (const [what, changes, blamed, why] of cases)
    test(what, () => {
      const [problem = '', ...others] = problems(changes)
      assert.ok(problem.split(': ')[0]!.endsWith(blamed), problem)
      assert.match(problem, why)
      assert.deepEqual(others, [])
    })

  test('for an organisation outside its folder', () => {
    assert.match(problems({ ORGANISATION: '../../package' }).join('\n'), /ORGANISATION/)
  })

  test('and tells every problem at once, those between variables too', () => {
    const told = problems({
      HMAC_KEYS: '',
      PUBLIC_URL: 'http://www.cnops.org.ma/x',
      REDIS_URL: 'memory:',
      CAPTCHA: 'off',
      TWILIO_FROM: '',
      MAIL_FROM: 'x',
      ORGANISATION: 'cimr',
      LIMITS_FILE: '/nowhere.json',
    }).map(line => line.split(': ')[0]!.split('/').at(-1)!)
    const expected = [
      'CAPTCHA',
      'HMAC_KEYS',
      'MAIL_FROM',
      'PUBLIC_URL',
      'PUBLIC_URL',
      'REDIS_URL',
      'TWILIO_FROM',
      'cimr.json',
      'nowhere.json',
    ]
    assert.deepEqual(told.toSorted(), expected)
  })

  test('and repeats no secret', () => {
    const secret = newKey(31)
    const told = problems({ SESSION_KEYS: secret, TWILIO_AUTH_TOKEN: 'geheim', SMTP_URL: 'http://u:geheim@x' }).join(
      '\n',
    )
    assert.ok(!told.includes(secret) && !told.includes('geheim'), told)
  })
})

/** Why the service would not start with these changes to a whole environment. */
function problems(changes: Record<string, string>): readonly string[] {
  try {
    loadConfig({ ...environment(), ...changes })
    return []
  } catch (error) {
    assert.ok(error instanceof BadConfiguration)
    for (const problem of error.problems) assert.ok(error.message.includes(problem))
    return error.problems
  }
}
