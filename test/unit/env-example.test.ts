import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { parseEnv } from 'node:util'
import { CONSOLE_NAMES } from '../../src/config/console/index.ts'
import { Environment } from '../../src/config/environment.ts'
import { type BadConfiguration, loadConfig } from '../../src/config/index.ts'
import { newKey } from './environment.ts'

const text = readFileSync(new URL('../../.env.example', import.meta.url), 'utf8')
const [ofWizard = '', ofConsole = ''] = text.split('# --- The call-centre console')
const SECRETS = ['SESSION_KEYS', 'ENCRYPTION_KEYS', 'HMAC_KEYS', 'LIVE_VIEW_KEYS']
const keys = Object.fromEntries(SECRETS.map(name => [name, newKey()]))

describe('.env.example', () => {
  test('names exactly the variables that are read, each once', () => {
    const both = new Set([...Object.keys(Environment.shape), ...CONSOLE_NAMES])
    assert.deepEqual(names(text).toSorted(), [...both].toSorted())
  })

  test('keeps those that only the console reads apart', () => {
    for (const name of names(ofConsole)) assert.ok(CONSOLE_NAMES.includes(name), name)
    for (const name of names(ofWizard)) assert.ok(Object.hasOwn(Environment.shape, name), name)
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
    for (const name of SECRETS) assert.match(ofWizard, new RegExp(`^#${name}=$`, 'm'))
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
