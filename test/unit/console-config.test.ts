import assert from 'node:assert/strict'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { BadConfiguration, loadConsoleConfig } from '../../src/config/index.ts'
import { environment, newKey } from './environment.ts'

const folder = mkdtempSync(join(tmpdir(), 'console-config-'))
after(() => rmSync(folder, { recursive: true }))

const AGENT_ACCOUNTS_FILE = join(folder, 'accounts.json')
writeFileSync(AGENT_ACCOUNTS_FILE, '{ "accounts": [] }', { mode: 0o600 })
const OPEN_FILE = join(folder, 'open.json')
writeFileSync(OPEN_FILE, '{ "accounts": [] }')
chmodSync(OPEN_FILE, 0o640)
const NO_ACCOUNTS = join(folder, 'none.json')
writeFileSync(NO_ACCOUNTS, '[]', { mode: 0o600 })
const NO_JSON = join(folder, 'cut.json')
writeFileSync(NO_JSON, '{ "accounts": [', { mode: 0o600 })
const LOOSE_LIMITS = join(folder, 'limits.json')
writeFileSync(LOOSE_LIMITS, JSON.stringify({ assistance: { signIn: { perName: [[1000, 60]] } } }))

/** An environment in which the console would start in production. */
function ofConsole(): Record<string, string> {
  return {
    AGENT_PUBLIC_URL: 'https://agents.cnops.org.ma',
    AGENT_SESSION_KEYS: newKey(),
    LIVE_VIEW_KEYS: newKey(),
    AGENT_ACCOUNTS_FILE,
    REDIS_URL: 'rediss://redis:6379',
  }
}

const OIDC = {
  AGENT_OIDC_ISSUER: 'https://sso.cnops.org.ma',
  AGENT_OIDC_CLIENT_ID: 'console',
  AGENT_OIDC_CLIENT_SECRET: newKey(),
  AGENT_OIDC_ROLE_CLAIM: 'roles',
  AGENT_OIDC_AGENT_ROLE: 'agent',
  AGENT_OIDC_SUPERVISOR_ROLE: 'supervisor',
  AGENT_OIDC_MFA: 'amr:otp',
}

function problemsOf(variables: Record<string, string | undefined>): readonly string[] {
  try {
    loadConsoleConfig(variables)
    return []
  } catch (error) {
    assert.ok(error instanceof BadConfiguration, String(error))
    return error.problems
  }
}

const withOidc = (changes: Record<string, string | undefined> = {}) => {
  const { AGENT_ACCOUNTS_FILE: _file, ...others } = ofConsole()
  return { ...others, ...OIDC, ...changes }
}

describe('the configuration of the console', () => {
  test('needs none of the wizard’s keys, nor the member API, the mail server or Twilio (AG-3)', () => {
    const config = loadConsoleConfig(ofConsole())
    assert.equal(config.AGENT_PORT, 3001)
    assert.equal(config.ADMIN_PORT, 9465)
    for (const name of [
      'SESSION_KEYS',
      'ENCRYPTION_KEYS',
      'HMAC_KEYS',
      'MEMBER_API_TOKEN',
      'SMTP_URL',
      'TWILIO_AUTH_TOKEN',
    ])
      assert.ok(!Object.hasOwn(loadConsoleConfig({ ...environment(), ...ofConsole() }), name), name)
  })

  test('takes sign-in by OpenID Connect in place of the accounts file (AG-4)', () => {
    assert.deepEqual(problemsOf(withOidc()), [])
  })

  test('lists every problem at once (X-2)', () => {
    assert.deepEqual(
      problemsOf({}).map(line => line.split(':')[0]),
      ['REDIS_URL', 'AGENT_PUBLIC_URL', 'AGENT_SESSION_KEYS', 'LIVE_VIEW_KEYS', 'AGENT_ACCOUNTS_FILE'],
    )
  })

  const key = newKey()
  const wrong: [name: string, changes: Record<string, string | undefined>, problem: RegExp][] = [
    ['neither way of signing in', { AGENT_ACCOUNTS_FILE: undefined }, /^AGENT_ACCOUNTS_FILE: either .* and not both$/],
    ['both ways of signing in', OIDC, /^AGENT_ACCOUNTS_FILE: either .* and not both$/],
    ['an accounts file that others may read', { AGENT_ACCOUNTS_FILE: OPEN_FILE }, /must have mode 0600$/],
    [
      'an accounts file that is missing',
      { AGENT_ACCOUNTS_FILE: `${folder}/missing.json` },
      /is missing: npm run agent:add/,
    ],
    ['an accounts file of another form', { AGENT_ACCOUNTS_FILE: NO_ACCOUNTS }, /holds no accounts$/],
    ['an accounts file that is cut off', { AGENT_ACCOUNTS_FILE: NO_JSON }, /is not JSON$/],
    ['a key that is shared', { AGENT_SESSION_KEYS: key, LIVE_VIEW_KEYS: key }, /must not share a key$/],
    ['a short key', { AGENT_SESSION_KEYS: newKey(16) }, /^AGENT_SESSION_KEYS: each key must be/],
    ['an address with a path', { AGENT_PUBLIC_URL: 'https://agents.cnops.org.ma/console' }, /must be an origin/],
    [
      'a public address in clear',
      { AGENT_PUBLIC_URL: 'http://agents.cnops.org.ma' },
      /^AGENT_PUBLIC_URL: must be https/,
    ],
    ['networks that are none', { AGENT_NETWORKS: '10.0.0.0/8, office' }, /^AGENT_NETWORKS: must be networks/],
    ['Redis in clear', { REDIS_URL: 'redis://redis:6379' }, /^REDIS_URL: must be rediss/],
    ['state in memory', { REDIS_URL: 'memory:' }, /^REDIS_URL: memory: is only for a loopback AGENT_PUBLIC_URL/],
    ['almost any proxy', { TRUST_PROXY: '0.0.0.0/1,128.0.0.0/1' }, /^TRUST_PROXY: trusts almost any client/],
    ['no log', { LOG_LEVEL: 'silent' }, /^LOG_LEVEL: must log errors/],
    ['templates for development', { NODE_ENV: 'development' }, /^NODE_ENV: must be production/],
    ['limits that limit nothing', { LIMITS_FILE: LOOSE_LIMITS }, /assistance\.signIn\.perName: must not let more than/],
    ['one port for both listeners', { ADMIN_PORT: '3001' }, /^ADMIN_PORT: must differ from AGENT_PORT/],
    ['a name that looks like one of its own', { AGENT_NETWORK: '10.0.0.0/8' }, /did you mean AGENT_NETWORKS/],
  ]
  for (const [name, changes, problem] of wrong)
    test(`stops the start with ${name} (X-2)`, () => {
      const [line = '', ...others] = problemsOf({ ...ofConsole(), ...changes })
      assert.match(line, problem)
      assert.deepEqual(others, [])
    })

  const wrongOidc: [name: string, changes: Record<string, string | undefined>, problem: RegExp][] = [
    ['an issuer in clear', { AGENT_OIDC_ISSUER: 'http://sso.cnops.org.ma' }, /^AGENT_OIDC_ISSUER: must be https/],
    ['a second factor of no known form', { AGENT_OIDC_MFA: 'otp' }, /^AGENT_OIDC_MFA: must look like acr:/],
    ...Object.keys(OIDC).map(name => [`no ${name}`, { [name]: undefined }, new RegExp(`^${name}: is needed`)] as never),
  ]
  for (const [name, changes, problem] of wrongOidc)
    test(`stops the start of OpenID Connect with ${name} (AG-4)`, () => {
      const [line = '', ...others] = problemsOf(withOidc(changes))
      assert.match(line, problem)
      assert.deepEqual(others, [])
    })
})
