import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { parseEnv } from 'node:util'
import { Environment } from '../../src/config/environment.ts'
import { type BadConfiguration, loadConfig } from '../../src/config/index.ts'
import { newKey } from './environment.ts'

const text = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8')
const [read = '', notYet = ''] = text.split('# --- Not read yet')
const SECRETS = ['SESSION_KEYS', 'ENCRYPTION_KEYS', 'HMAC_KEYS']
const keys = Object.fromEntries(SECRETS.map(name => [name, newKey()]))

describe('.env.example', () => {
  test('names exactly the variables that are read, each once', () => {
    assert.deepEqual(names(read).toSorted(), Object.keys(Environment.shape).toSorted())
  })

  test('keeps those of the console, which is not built yet, apart', () => {
    assert.ok(names(notYet).length > 0)
    for (const name of names(notYet)) {
      assert.match(name, /^AGENT_/)
      assert.ok(!Object.hasOwn(Environment.shape, name), `${name} is read by now: move it up`)
    }
  })

  test('explains each variable in the line above it', () => {
    const lines = text.split('\n')
    for (const [at, line] of lines.entries()) if (nameIn(line)) assert.match(lines[at - 1]!, /^# (?!---).+\.$/, line)
  })

  test('shows the default of each variable that may be left out', () => {
    const usual = loadConfig(withKeys(parseEnv(text)))
    assert.deepEqual(loadConfig(withKeys(parseEnv(text.replace(/^#([A-Z_]+=.)/gm, '$1')))), usual)
  })

  test('holds no secret, and does not start without', () => {
    for (const name of SECRETS) assert.match(read, new RegExp(`^#${name}=$`, 'm'))
    assert.match(text, /openssl rand -base64 32/)
    assert.throws(
      () => loadConfig(parseEnv(text)),
      ({ problems }: BadConfiguration) => SECRETS.every((name, at) => problems[at]?.startsWith(name)),
    )
  })
})

function withKeys(variables: NodeJS.Dict<string>) {
  return { ...variables, ...keys }
}

function names(part: string) {
  return part.split('\n').flatMap(line => nameIn(line) ?? [])
}

function nameIn(line: string) {
  return /^#?([A-Z][A-Z_]*)=/.exec(line)?.[1]
}
