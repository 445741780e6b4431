import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { BadConfiguration, loadConfig } from '../../src/config/index.ts'
import { secondWays } from '../../src/demo/twilio/second-ways.ts'
import { environment, newKey } from './environment.ts'

const LOCAL = 'http://localhost:3000'
const shared = newKey()
const googleKey = (letter: string) => `6L${letter.repeat(38)}`

describe('the service', () => {
  test('starts in a whole environment, with the defaults for all that is left out', () => {
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
    'Redis Sentinel on this machine': { REDIS_URL: 'redis+sentinel://127.0.0.1,localhost:26380/main' },
    'Redis Sentinel with TLS': { REDIS_URL: 'rediss+sentinel://:x@a,b/main?sentinelPassword=y' },
    'Redis Cluster with TLS': { REDIS_URL: 'rediss+cluster://a:6379' },
    'Redis Cluster on this machine': { REDIS_URL: 'redis+cluster://[::1]:6379,127.0.0.2:6379' },
    'Redis in clear behind a trial': { PUBLIC_URL: LOCAL, REDIS_URL: 'redis://redis:6379/2' },
    'a number of proxies': { TRUST_PROXY: '5' },
    'one proxy by its address': { TRUST_PROXY: '203.0.113.7' },
    'the networks of a large delivery network': {
      TRUST_PROXY: '104.16.0.0/13, 172.64.0.0/13, 2400:cb00::/32, 2a06:98c0::/29',
    },
    'a mail server that wants a name and a password': { SMTP_URL: 'smtp://user:p%40ss@mail.cnops.org.ma:587' },
    'a debugger on this machine': { PUBLIC_URL: LOCAL, NODE_OPTIONS: '--inspect' },
    'networks of proxies': { TRUST_PROXY: '10.0.0.0/8, 172.16.0.0/12, fd00::/8, 2001:db8::/32' },
    'calls and WhatsApp': secondWays,
    'a messaging service instead of a sender': { TWILIO_FROM: '', TWILIO_MESSAGING_SERVICE_SID: `MG${'0'.repeat(32)}` },
    'SMS from a number': { TWILIO_FROM: '+212537000000' },
    'SMS from a short code': { TWILIO_FROM: '38002' },
    'SMS from a name of two words': { TWILIO_FROM: 'Ma CNOPS 2' },
    'reCAPTCHA with its keys': {
      CAPTCHA: 'recaptcha',
      RECAPTCHA_SITE_KEY: googleKey('a'),
      RECAPTCHA_SECRET_KEY: googleKey('b'),
    },
    'the other organisation': { ORGANISATION: 'cnss' },
  }))
    test(`starts with ${what}`, () => assert.deepEqual(problems(changes), []))
})

/** Each is base64 of 32 bytes and more. */
const madeUp = {
  zeros: Buffer.alloc(32).toString('base64'),
  'one byte': Buffer.alloc(48, 0xa7).toString('base64'),
  'four bytes by turns': Buffer.alloc(32, Buffer.from([9, 250, 17, 130])).toString('base64'),
  'half a key twice': Buffer.alloc(32, Buffer.from(newKey(16), 'base64')).toString('base64'),
  'a count upwards': Buffer.from(Array.from({ length: 32 }, (_, at) => at + 200)).toString('base64'),
  'a word in a row': 'changeme'.repeat(6),
  'a phrase somebody typed': Buffer.from('the quick brown fox jumps over the lazy dog').toString('base64'),
  'a word inside a drawn key': `${newKey(12)}changeme${newKey(18)}`,
}

type Case = [what: string, changes: Record<string, string>, blamed: string, why: RegExp]
const cases: Case[] = [
  ...Object.keys(environment()).map((name): Case => [`without ${name}`, { [name]: '' }, name, /./]),
  ...(['SESSION_KEYS', 'ENCRYPTION_KEYS', 'HMAC_KEYS', 'LIVE_VIEW_KEYS'] as const).flatMap((name): Case[] => [
    [`with a key of 31 bytes (${name})`, { [name]: newKey(31) }, name, /at least 32 bytes/],
    [
      `with a short key behind a good one (${name})`,
      { [name]: `${newKey()},${newKey(16)}` },
      name,
      /at least 32 bytes/,
    ],
    [`with a word for a key (${name})`, { [name]: 'changeme' }, name, /at least 32 bytes/],
    [`with nothing behind a comma (${name})`, { [name]: `${newKey()},` }, name, /at least 32 bytes/],
    [`with two keys joined by a blank (${name})`, { [name]: `${newKey()} ${newKey()}` }, name, /separated by commas/],
    [`with two keys joined by nothing (${name})`, { [name]: newKey() + newKey() }, name, /separated by commas/],
    [`with a sentence for a key (${name})`, { [name]: 'only-for-a-trial-'.repeat(4) }, name, /made by openssl/],
    ...Object.entries(madeUp).map(
      ([what, key]): Case => [`with ${what} for a key (${name})`, { [name]: key }, name, /not random/],
    ),
    [`with zeros behind a good key (${name})`, { [name]: `${newKey()},${madeUp.zeros}` }, name, /not random/],
    [`with the same key twice (${name})`, { [name]: `${shared},${shared}` }, name, /listed twice/],
  ]),
  ['with a key shared by hashes and live views', { HMAC_KEYS: shared, LIVE_VIEW_KEYS: shared }, 'HMAC_KEYS', /share/],
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
  ['with more than an origin', { PUBLIC_URL: 'https://www.cnops.org.ma/?x' }, 'PUBLIC_URL', /origin/],
  ['with an address of another kind', { PUBLIC_URL: 'ftp://localhost' }, 'PUBLIC_URL', /must be a URL/],
  ['with state in memory in the open', { REDIS_URL: 'memory:' }, 'REDIS_URL', /loopback/],
  ...[
    'localhost:6379',
    'rediss://h/main',
    'rediss://a,b',
    'rediss://u:%zz@h',
    'rediss://h?tls=false',
    'rediss+cluster://a/1',
    'rediss+sentinel://a',
    'rediss://h:port',
  ].map((REDIS_URL): Case => [`with Redis at ${REDIS_URL}`, { REDIS_URL }, 'REDIS_URL', /must be redis/]),
  ['with the captcha off in the open', { CAPTCHA: 'off' }, 'CAPTCHA', /loopback/],
  ['with an unknown captcha', { CAPTCHA: 'none' }, 'CAPTCHA', /./],
  ['with three segments for an SMS', { SMS_SEGMENTS: '3' }, 'SMS_SEGMENTS', /^SMS_SEGMENTS: must be 1 or 2$/],
  [
    'with reCAPTCHA without its site key',
    { CAPTCHA: 'recaptcha', RECAPTCHA_SECRET_KEY: googleKey('b') },
    'RECAPTCHA_SITE_KEY',
    /needed/,
  ],
  [
    'with reCAPTCHA without its secret',
    { CAPTCHA: 'recaptcha', RECAPTCHA_SITE_KEY: googleKey('a') },
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
  [
    'with SMS from a name too long, a service given too',
    { TWILIO_FROM: 'CNOPS-MAROC-SANTE', TWILIO_MESSAGING_SERVICE_SID: `MG${'0'.repeat(32)}` },
    'TWILIO_FROM',
    /at most 11/,
  ],
  [
    'with a malformed messaging service, a sender given too',
    { TWILIO_MESSAGING_SERVICE_SID: 'MG1' },
    'TWILIO_MESSAGING_SERVICE_SID',
    /MG followed by 32/,
  ],
  ['with a short token of Twilio', { TWILIO_AUTH_TOKEN: 'short' }, 'TWILIO_AUTH_TOKEN', /32 hexadecimal/],
  ['with Twilio at an address of another kind', { TWILIO_API_URL: 'ftp://x' }, 'TWILIO_API_URL', /must be a URL/],
  [
    'with a malformed template',
    { TWILIO_WHATSAPP_CONTENT_SID_FR: 'HX1' },
    'TWILIO_WHATSAPP_CONTENT_SID_FR',
    /HX followed/,
  ],
  ...['https://api.cnops.org.ma/v1', 'https://api.cnops.org.ma/base/v1/'].map(
    (MEMBER_API_URL): Case => [`with ${MEMBER_API_URL}`, { MEMBER_API_URL }, 'MEMBER_API_URL', /before \/v1/],
  ),
  ...['https://api.cnops.org.ma/?a=b', 'https://api.cnops.org.ma/#a'].map(
    (MEMBER_API_URL): Case => [`with ${MEMBER_API_URL}`, { MEMBER_API_URL }, 'MEMBER_API_URL', /query or a fragment/],
  ),
  [
    'with credentials in the address of the API',
    { MEMBER_API_URL: 'https://u:p@api.cnops.org.ma' },
    'MEMBER_API_URL',
    /credentials/,
  ],
  [
    'with a token of several lines',
    { MEMBER_API_TOKEN: `${newKey()}\n${newKey()}` },
    'MEMBER_API_TOKEN',
    /visible ASCII/,
  ],
  [
    'with something invisible in the token',
    { MEMBER_API_TOKEN: `${newKey()}\u200b` },
    'MEMBER_API_TOKEN',
    /visible ASCII/,
  ],
  ['with a malformed account of Twilio', { TWILIO_ACCOUNT_SID: 'AC1' }, 'TWILIO_ACCOUNT_SID', /AC/],
  ['with a mail server without a name', { SMTP_URL: 'smtp://' }, 'SMTP_URL', /name a host/],
  ['with a mail server whose name cannot be', { SMTP_URL: 'smtps://mail%00.cnops.org.ma' }, 'SMTP_URL', /name a host/],
  ['with a mail server that speaks no SMTP', { SMTP_URL: 'https://mail' }, 'SMTP_URL', /smtp/],
  ['with a sender that is no address', { MAIL_FROM: 'cnops' }, 'MAIL_FROM', /./],
  ['with a proxy that is no network', { TRUST_PROXY: '10.0.0.0/8,proxy' }, 'TRUST_PROXY', /networks/],
  ...['1.2.3', '0.0.0.0/0', '::/0', '10.0.0.0/33', '10.0.0.0/255.0.255.0', 'loopback', '10.0.0.0/8,'].map(
    (TRUST_PROXY): Case => [`with a proxy at “${TRUST_PROXY}”`, { TRUST_PROXY }, 'TRUST_PROXY', /networks/],
  ),
  ['with one port for members and operators', { PORT: '9464' }, 'ADMIN_PORT', /differ from PORT/],
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

  test('and lists every problem at once, those between variables too', () => {
    const listed = problems({
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
    assert.deepEqual(listed.toSorted(), expected)
  })

  test('and repeats no secret', () => {
    const secret = newKey(31)
    const listed = problems({ SESSION_KEYS: secret, TWILIO_AUTH_TOKEN: 'geheim', SMTP_URL: 'http://u:geheim@x' }).join(
      '\n',
    )
    assert.ok(!listed.includes(secret) && !listed.includes('geheim'), listed)
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
