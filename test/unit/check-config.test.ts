import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { test } from 'node:test'
import { environment } from './environment.ts'

const check = (variables: Record<string, string>) => {
  const env = { PATH: process.env['PATH'], ...environment(), ...variables }
  return spawnSync(process.execPath, ['src/config/check.ts'], { env, encoding: 'utf8' })
}

test('check-config confirms a valid configuration before anything starts (X-2)', () => {
  const { status, stdout } = check({})
  assert.deepEqual([status, stdout], [0, 'The configuration is valid: CNOPS at https://www.cnops.org.ma\n'])
})

test('check-config lists every problem of a configuration before anything starts (X-2)', () => {
  const { status, stderr } = check({ CAPTCHA: 'off', TRUST_PROXY: '1.2.3' })
  assert.equal(status, 1)
  assert.match(stderr, /2 problem\(s\):\n {2}- TRUST_PROXY: .*\n {2}- CAPTCHA: /)
  assert.doesNotMatch(stderr, /^\s+at /m)
})
