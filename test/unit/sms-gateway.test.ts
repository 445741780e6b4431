import assert from 'node:assert/strict'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { BadConfiguration, loadConfig } from '../../src/config/index.ts'
import { secondWays } from '../../src/demo/twilio/second-ways.ts'
import { environment } from './environment.ts'

const folder = mkdtempSync(join(tmpdir(), 'gateway-'))
after(() => rmSync(folder, { recursive: true }))
const SMS_GATEWAY_FILE = join(folder, 'gateway.json')

const gateway = {
  url: 'https://sms.example.ma/api',
  headers: { Authorization: 'Bearer {secret}' } as object,
  json: { to: '{to}', text: '{text}' } as object,
  answers: [{ status: [200], means: 'sent' }] as object[],
}
const { url: _, ...withoutUrl } = gateway
const reports = { field: 'status', delivered: ['DELIVRD'], undelivered: ['UNDELIV'] }
const row = (more: object) => ({ answers: [...gateway.answers, more] })

describe('an HTTP gateway for SMS', () => {
  test('takes the place of Twilio, whose variables are not needed then', () => {
    const { TWILIO_ACCOUNT_SID: a, TWILIO_AUTH_TOKEN: b, TWILIO_FROM: c, ...without } = environment()
    const config = load(gateway, without)
    assert.equal(config.smsGateway?.url, gateway.url)
    assert.equal(config.smsGateway.method, 'POST')
    assert.deepEqual(problems(gateway, { ...environment(), TWILIO_AUTH_TOKEN: 'only-for-a-trial' }), [])
    assert.equal(loadConfig(environment()).smsGateway, undefined)
  })

  for (const [what, file] of Object.entries({
    'in a query': { ...gateway, method: 'GET', json: undefined, query: { to: '{toDigits}', text: '{text}' } },
    'with a user and no header': { ...gateway, headers: {}, basicUser: 'cnops' },
    'on this machine without TLS': { ...gateway, url: 'http://127.0.0.1:4030/api' },
    'with nested fields': { ...gateway, json: { messages: [{ to: ['{to}'], text: '{text} { }', n: 1 }] } },
    'with reports': { ...gateway, json: { ...gateway.json, dlr: '{callback}' }, reports },
  }))
    test(`is taken ${what}`, () => assert.deepEqual(problems(file), []))

  for (const [what, changes, expected] of [
    ['at an address without TLS', { url: 'http://sms.example.ma/api' }, /url: must be https: unless/],
    ['at an address with a password', { url: 'https://u:p@sms.example.ma' }, /url: must not hold credentials/],
    ['with a key it does not know', { retries: 3 }, /Unrecognized key: "retries"/],
    ['by DELETE', { method: 'DELETE' }, /method: must be GET, POST or PUT/],
    ['with a body in GET', { method: 'GET' }, /method: GET has no body/],
    ['with two bodies', { form: { a: 'b' } }, /json: and form cannot both/],
    ['without the number', { json: { text: '{text}' } }, /needs \{to\} or \{toDigits\}/],
    ['without the text', { json: { to: '{to}' } }, /needs \{text\}/],
    ['with a placeholder it does not know', { json: { ...gateway.json, a: '{body}' } }, /json\.a: \{body\} is none of/],
    ['with the text in a header', { headers: { 'X-Text': '{text}' } }, /headers\.X-Text: a header can hold no/],
    ['with a header that is ours', { headers: { Host: 'x' } }, /headers\.Host: Invalid key/],
    ['with a header of two lines', { headers: { 'X-A': 'a\r\nb: c' } }, /headers\.X-A: must be visible/],
    ['with a secret in the file', { headers: { 'X-Api-Key': 'k-123' } }, /headers\.X-Api-Key: looks like a secret/],
    ['with a password in its body', { json: { ...gateway.json, password: 'p' } }, /json\.password: looks like/],
    ['with two ways to sign in', { basicUser: 'cnops' }, /basicUser: and a header Authorization/],
    ['with a charset it does not explain', { json: { ...gateway.json, t: '{charset}' } }, /charset: is needed/],
    ['with reports nobody asks for', { reports }, /reports: needs \{callback\}/],
    ['with a callback that nothing reads', { json: { ...gateway.json, dlr: '{callback}' } }, /reports: is needed/],
    ['that never says sent', { answers: [{ status: [400], means: 'number' }] }, /answers: needs a row that means sent/],
    ['with a row for every answer', row({ means: 'number' }), /answers\.1: needs a status, a path, or begins/],
    ['with a path and no values', row({ path: 'a', means: 'number' }), /answers\.1: path and is go together/],
    ['that calls a redirect sent', row({ status: [302], means: 'sent' }), /answers\.1: only an answer of 200 to 299/],
    [
      'with a fault it does not know',
      row({ status: [400], means: 'bad' }),
      /answers\.1\.means: must be one of sent, number/,
    ],
  ] satisfies [string, object, RegExp][])
    test(`${what} stops the start, with that problem alone (X-1, X-2)`, () => {
      const found = problems({ ...gateway, ...changes })
      assert.equal(found.length, 1, found.join('\n'))
      assert.ok(found[0]!.startsWith(`${SMS_GATEWAY_FILE}: `), found[0])
      assert.match(found[0]!, expected)
    })

  for (const [what, changes, expected] of [
    ['without its file', { SMS_GATEWAY_FILE: '' }, /^SMS_GATEWAY_FILE: is needed when/],
    ['with a file that is not there', { SMS_GATEWAY_FILE: '/nowhere.json' }, /^\/nowhere.json: cannot be read/],
    ['without the secret that the file writes', { SMS_GATEWAY_SECRET: '' }, /^SMS_GATEWAY_SECRET: is needed/],
    ['named otherwise', { SMS_GATEWAY: 'orange' }, /^SMS_GATEWAY: must be twilio or http/],
    ['beside Twilio', { SMS_GATEWAY: 'twilio' }, /^SMS_GATEWAY_FILE: is read only when/],
    ['with calls', { TWILIO_VOICE_FROM: secondWays.TWILIO_VOICE_FROM }, /^TWILIO_VOICE_FROM: needs Twilio/],
  ] satisfies [string, Record<string, string>, RegExp][])
    test(`${what} stops the start (X-2)`, () => {
      const found = problems(gateway, { ...environment(), ...changes })
      assert.equal(found.length, 1, found.join('\n'))
      assert.match(found[0]!, expected)
    })

  test('lists all that is wrong with its file at once, and no secret (L-3)', () => {
    const found = problems(
      { ...withoutUrl, method: 'DELETE', answers: [] },
      { ...environment(), ...secondWays, SMS_GATEWAY_SECRET: 'geheim' },
    )
    const named = found.map(problem => problem.split(': ')[problem.startsWith('/') ? 1 : 0])
    assert.deepEqual(named.toSorted(), [
      'SMS_GATEWAY_SECRET',
      'TWILIO_VOICE_FROM',
      'TWILIO_WHATSAPP_FROM',
      'answers',
      'answers',
      'method',
      'url',
    ])
    assert.doesNotMatch(found.join('\n'), /geheim/)
  })
})

function load(file: object, env: Record<string, string> = environment()) {
  writeFileSync(SMS_GATEWAY_FILE, JSON.stringify(file))
  return loadConfig({ SMS_GATEWAY: 'http', SMS_GATEWAY_FILE, SMS_GATEWAY_SECRET: 'k7-geheim-4f2a', ...env })
}

function problems(file: object, env?: Record<string, string>): readonly string[] {
  try {
    load(file, env)
    return []
  } catch (error) {
    assert.ok(error instanceof BadConfiguration, String(error))
    return error.problems
  }
}
