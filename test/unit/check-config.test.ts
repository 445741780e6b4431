import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { environment, newKey } from './environment.ts'

const check = (variables: Record<string, string>, words: readonly string[] = []) => {
  const env = { PATH: process.env['PATH'], ...variables }
  return spawnSync(process.execPath, ['src/server/check/index.ts', '--offline', ...words], { env, encoding: 'utf8' })
}
/** By an identity provider, so that no file is needed. */
const OF_CONSOLE = {
  AGENT_PUBLIC_URL: 'https://agents.cnops.org.ma',
  AGENT_SESSION_KEYS: newKey(),
  LIVE_VIEW_KEYS: newKey(),
  REDIS_URL: 'rediss://redis:6379',
  AGENT_OIDC_ISSUER: 'https://id.cnops.org.ma',
  AGENT_OIDC_CLIENT_ID: 'console',
  AGENT_OIDC_CLIENT_SECRET: newKey(),
  AGENT_OIDC_ROLE_CLAIM: 'roles',
  AGENT_OIDC_AGENT_ROLE: 'agent',
  AGENT_OIDC_SUPERVISOR_ROLE: 'supervisor',
  AGENT_OIDC_MFA: 'acr:mfa',
}

test('check-config confirms a valid configuration before anything starts (X-2)', () => {
  const { status, stdout } = check(environment())
  assert.deepEqual([status, stdout], [0, 'The configuration is valid: CNOPS at https://www.cnops.org.ma\n'])
})

test('check-config lists every problem of a configuration before anything starts (X-2)', () => {
  const { status, stderr } = check({ ...environment(), CAPTCHA: 'off', TRUST_PROXY: '1.2.3' })
  assert.equal(status, 1)
  assert.match(stderr, /2 problem\(s\):\n {2}- TRUST_PROXY: .*\n {2}- CAPTCHA: /)
  assert.doesNotMatch(stderr, /^\s+at /m)
})

test('check-config judges the console too if it is configured beside the wizard, and alone if it is asked for (X-2)', () => {
  const both = check({ ...environment(), ...OF_CONSOLE })
  assert.deepEqual(
    [both.stderr, both.stdout],
    [
      '',
      'The configuration is valid: CNOPS at https://www.cnops.org.ma\nThe configuration is valid: CNOPS at https://agents.cnops.org.ma\n',
    ],
  )
  const alone = check({ ...OF_CONSOLE, AGENT_OIDC_MFA: 'acr' }, ['console'])
  assert.equal(alone.status, 1)
  assert.match(alone.stderr, /^The configuration has 1 problem\(s\):\n {2}- AGENT_OIDC_MFA: /)
  assert.equal(check(OF_CONSOLE, ['console']).status, 0)
})
