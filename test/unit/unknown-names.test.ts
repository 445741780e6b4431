import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { CONSOLE_NAMES } from '../../src/config/console/index.ts'
import { Environment } from '../../src/config/environment.ts'
import { loadConfig } from '../../src/config/index.ts'
import { unknownNames } from '../../src/config/unknown-names.ts'
import { environment } from './environment.ts'

const KNOWN = Object.keys(Environment.shape)
const unknownTo = (program: 'wizard' | 'console', name: string) =>
  program === 'wizard'
    ? unknownNames([name], KNOWN, CONSOLE_NAMES)
    : unknownNames([name], CONSOLE_NAMES, KNOWN, 'console')

const SLIPS: Record<string, string> = {
  TWILIO_FORM: 'TWILIO_FROM',
  SESION_KEYS: 'SESSION_KEYS',
  SESSION_KEY: 'SESSION_KEYS',
  SESION_KEY: 'SESSION_KEYS',
  HMAC_KEY: 'HMAC_KEYS',
  ENCRIPTION_KEY: 'ENCRYPTION_KEYS',
  TRUSTED_PROXY: 'TRUST_PROXY',
  REDIS_URI: 'REDIS_URL',
  SMPT_URL: 'SMTP_URL',
  ORGANIZATION: 'ORGANISATION',
  CAPTHA: 'CAPTCHA',
  LOGLEVEL: 'LOG_LEVEL',
  LIMIT_FILE: 'LIMITS_FILE',
  MEMBER_API_TOKENS: 'MEMBER_API_TOKEN',
  RECAPTCHA_SITEKEY: 'RECAPTCHA_SITE_KEY',
  SMS_GATEWAY_FILES: 'SMS_GATEWAY_FILE',
  twilio_from: 'TWILIO_FROM',
}

describe('a variable that looks like one of the wizard and is none', () => {
  for (const [name, meant] of Object.entries(SLIPS))
    test(`stops the boot: ${name} (X-2)`, () => {
      const [problem = '', ...others] = unknownTo('wizard', name)
      assert.ok(problem.startsWith(`${name}: `) && problem.includes(meant), problem)
      assert.deepEqual(others, [])
      assert.throws(() => loadConfig({ ...environment(), [name]: 'x' }), /has 1 problem/)
    })

  for (const name of [
    'TWILIO_REGION',
    'SMS_SENDER',
    'SMTP_PASSWORD',
    'RECAPTCHA_THRESHOLD',
    'MEMBER_API_CA',
    'TRUST_PROXIES',
    'CAPTCHA_COST',
  ])
    test(`stops the boot although no other is meant: ${name} (X-2)`, () => {
      assert.deepEqual(unknownTo('wizard', name), [`${name}: is not a variable of the wizard`])
    })

  test('is accepted if it is left blank, as by compose (X-2)', () => {
    assert.ok(loadConfig({ ...environment(), TWILIO_FORM: ' ' }))
  })
})

describe('a variable of somebody else', () => {
  const others = [
    ...['PATH', 'HOME', 'PWD', 'USER', 'LANG', 'TZ', 'TERM', 'SHLVL', 'HOSTNAME', 'MAIL', 'LOGNAME', 'SHELL', 'OLDPWD'],
    ...['NODE_OPTIONS', 'NODE_PATH', 'NODE_EXTRA_CA_CERTS', 'NODE_COMPILE_CACHE', 'NODE_VERSION', 'YARN_VERSION'],
    ...[
      'npm_config_cache',
      'npm_package_name',
      'npm_lifecycle_event',
      'INIT_CWD',
      'COLOR',
      'EDITOR',
      'CI',
      'DEBIAN_FRONTEND',
    ],
    ...[
      'MALLOC_ARENA_MAX',
      'SSL_CERT_FILE',
      'HTTP_PROXY',
      'HTTPS_PROXY',
      'NO_PROXY',
      'INVOCATION_ID',
      'JOURNAL_STREAM',
    ],
    ...['NOTIFY_SOCKET', 'SESSION_MANAGER', 'SSH_AUTH_SOCK', 'SSH_AGENT_PID', 'XDG_SESSION_ID', 'GITHUB_TOKEN'],
    ...[
      'REDIS_SERVICE_HOST',
      'REDIS_PORT_6379_TCP_ADDR',
      'SMTP_SERVICE_PORT',
      'TWILIO_PORT_4020_TCP',
      'KUBERNETES_PORT',
    ],
    ...['AGENT_NAME', 'AGENT_WORKFOLDER', 'DD_AGENT_HOST', 'DATABASE_URL', 'PUBLIC_KEY', 'BASE_URL', 'VIRTUAL_ENV'],
  ]
  for (const name of others) test(`is accepted: ${name} (X-2)`, () => assert.deepEqual(unknownTo('wizard', name), []))

  test('is accepted: all of the console, the demo and the trial (X-2)', () => {
    for (const name of [...CONSOLE_NAMES, 'DEMO_INBOX_PORT', 'WIZARD_URL'])
      assert.deepEqual(unknownTo('wizard', name), [], name)
  })

  for (const name of [...others, ...KNOWN, 'TWILIO_FORM', 'SMTP_PASSWORD'])
    test(`does not stop the boot of the console: ${name} (X-2)`, () => assert.deepEqual(unknownTo('console', name), []))
})

describe('a variable that looks like one of the console and is none', () => {
  for (const [name, meant] of [
    ['AGENT_SESION_KEYS', 'AGENT_SESSION_KEYS'],
    ['AGENT_NETWORK', 'AGENT_NETWORKS'],
    ['AGENT_ACCOUNT_FILE', 'AGENT_ACCOUNTS_FILE'],
    ['LIVE_VIEWS_KEYS', 'LIVE_VIEW_KEYS'],
    ['REDIS_URI', 'REDIS_URL'],
  ] as const)
    test(`stops the boot of the console: ${name} (X-2)`, () => {
      const [problem = '', ...more] = unknownTo('console', name)
      assert.ok(problem.startsWith(`${name}: `) && problem.includes(meant), problem)
      assert.deepEqual(more, [])
    })
})
