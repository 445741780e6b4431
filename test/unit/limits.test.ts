import assert from 'node:assert/strict'
import { globSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, describe, test } from 'node:test'
import { BadConfiguration, loadConfig } from '../../src/config/index.ts'
import { Limits } from '../../src/config/limits/index.ts'
import { environment } from './environment.ts'

const folder = mkdtempSync(join(tmpdir(), 'limits-'))
after(() => rmSync(folder, { recursive: true }))

describe('the limits file (X-2)', () => {
  test('may be left out', () => assert.deepEqual(loadConfig(environment()).limits, Limits.parse({})))

  test('as documented is accepted, and shows the defaults', () => {
    const documented = `{ "code": { "lifetimeSeconds": 600, "checks": 5, "resendWaitsSeconds": [120, 120, 240, 240] },
      "session": { "idleSeconds": 1200, "absoluteSeconds": 5400 },
      "identity": { "perIp": [[20, 900], [60, 3600], [200, 86400]], "floorMs": 600 } }`
    assert.deepEqual(load(documented), Limits.parse({}))
  })

  test('has each limit under the key that documents write', () => {
    const keys = keysIn(Limits.parse({}))
    for (const file of globSync('{README.md,docs/*.md}'))
      for (const [, named] of readFileSync(file, 'utf8').matchAll(/`([a-z]\w*(?:\.[a-z]\w*)+)`/gi)) {
        const whole = keys.filter(key => key === named || key.endsWith(`.${named}`))
        assert.ok(whole.length === 0 || whole.includes(named!), `${file}: ${named} is ${whole.join(' or ')}`)
      }
  })

  test('overrides what it names and leaves the rest', () => {
    const usual = Limits.parse({})
    assert.deepEqual(load('{ "code": { "checks": 3 } }'), { ...usual, code: { ...usual.code, checks: 3 } })
  })

  test('may be as tight as they go together', () => {
    const tight = `{ "outbox": { "lifetimeSeconds": 2181, "alarmSeconds": 2180, "noticeWaitsSeconds": [21] } }`
    assert.equal(load(tight).outbox.lifetimeSeconds, 2181)
    const brief = '"smtp": { "mailMs": 1000 }, "twilio": { "callMs": 700 }'
    const soon = load(`{ "outbox": { "noticeWaitsSeconds": [3] }, "dependencies": { ${brief} } }`)
    assert.deepEqual(soon.outbox.noticeWaitsSeconds, [3])
  })

  const refused: [what: string, text: string, problem: RegExp][] = [
    ['that is not JSON', '{ code: 3 }', /limits\.json: is not JSON$/],
    ['that is not an object', '[]', /limits\.json: : .*expected object/],
    ['with an unknown section', '{ "codes": {} }', /codes/],
    ['with an unknown key', '{ "code": { "attempts": 3 } }', /code: .*attempts/],
    [
      'that lets a code live longer than ten minutes (X-2)',
      '{ "code": { "lifetimeSeconds": 601 } }',
      /code\.lifetimeSeconds/,
    ],
    ['that lets a code die at once', '{ "code": { "lifetimeSeconds": 59 } }', /code\.lifetimeSeconds/],
    ['that allows six attempts (X-2)', '{ "code": { "checks": 6 } }', /code\.checks/],
    ['that allows no attempt', '{ "code": { "checks": 0 } }', /code\.checks/],
    ['that allows half an attempt', '{ "code": { "checks": 1.5 } }', /code\.checks/],
    ['without a wait between sends', '{ "code": { "resendWaitsSeconds": [] } }', /code\.resendWaitsSeconds/],
    ['with a wait of nothing', '{ "code": { "resendWaitsSeconds": [0] } }', /code\.resendWaitsSeconds\.0/],
    ['with an idle time beyond an hour', '{ "session": { "idleSeconds": 3601 } }', /session\.idleSeconds/],
    ['with a session beyond two hours', '{ "session": { "absoluteSeconds": 7201 } }', /session\.absoluteSeconds/],
    ['that warns less than two minutes before the end', '{ "session": { "warningSeconds": 119 } }', /warningSeconds/],
    [
      'that warns before there is anything to warn of',
      '{ "session": { "idleSeconds": 300, "warningSeconds": 301 } }',
      /session\.warningSeconds: .*no more/,
    ],
    [
      'that keeps what is to be done beyond a day',
      '{ "outbox": { "lifetimeSeconds": 86401 } }',
      /outbox\.lifetimeSeconds/,
    ],
    ['without a repeat of an activation', '{ "outbox": { "activationWaitsSeconds": [] } }', /outbox\.activation/],
    [
      'that gives a job up among its quick tries',
      '{ "outbox": { "lifetimeSeconds": 2180, "alarmSeconds": 60 } }',
      /outbox\.lifetimeSeconds: .*2180/,
    ],
    [
      'that calls people when the job is gone',
      '{ "outbox": { "lifetimeSeconds": 3600, "alarmSeconds": 3600 } }',
      /outbox\.alarmSeconds/,
    ],
    [
      'that repeats a mail which is still on its way',
      '{ "outbox": { "noticeWaitsSeconds": [20, 900] } }',
      /outbox\.noticeWaitsSeconds\.0: .*20,/,
    ],
    [
      'that repeats an SMS which is still on its way',
      '{ "outbox": { "noticeWaitsSeconds": [5] }, "dependencies": { "smtp": { "mailMs": 1000 } } }',
      /outbox\.noticeWaitsSeconds\.0: .*19,/,
    ],
    [
      'that repeats an SMS which is still on its way to another gateway',
      '{ "outbox": { "noticeWaitsSeconds": [5] }, "dependencies": { "smtp": { "mailMs": 1000 }, "twilio": { "callMs": 700 }, "smsGateway": {} } }',
      /outbox\.noticeWaitsSeconds\.0: .*19,/,
    ],
    ['with half a window', '{ "identity": { "perIp": [[20]] } }', /identity\.perIp\.0/],
    ['with a window of nothing', '{ "identity": { "perIp": [[0, 60]] } }', /identity\.perIp\.0\.0/],
    ['without a window', '{ "identity": { "perIp": [] } }', /identity\.perIp/],
    ['that makes every answer wait beyond five seconds', '{ "identity": { "floorMs": 5001 } }', /identity\.floorMs/],
    [
      'that lives captchas beyond five minutes',
      '{ "captcha": { "lifetimeSeconds": 301 } }',
      /captcha\.lifetimeSeconds/,
    ],
  ]
  for (const [what, text, problem] of refused)
    test(`${what} stops the start and is named`, () => {
      assert.throws(
        () => load(text),
        (error: unknown) => {
          assert.ok(error instanceof BadConfiguration)
          assert.equal(error.problems.length, 1)
          assert.match(error.problems[0]!, problem)
          assert.match(error.problems[0]!, /limits\.json/)
          return true
        },
      )
    })

  test('that is not there stops the start', () => {
    assert.throws(
      () => loadConfig({ ...environment(), LIMITS_FILE: join(folder, 'none.json') }),
      /none\.json: cannot be read/,
    )
  })
})

function keysIn(limits: object): string[] {
  return Object.entries(limits).flatMap(([key, value]) =>
    typeof value === 'object' && !Array.isArray(value) ? keysIn(value).map(below => `${key}.${below}`) : [key],
  )
}

function load(text: string) {
  const file = join(folder, 'limits.json')
  writeFileSync(file, text)
  return loadConfig({ ...environment(), LIMITS_FILE: file }).limits
}
