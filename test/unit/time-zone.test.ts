import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import type { TFunction } from 'i18next'
import { zoneProblems } from '../../src/config/time-zone.ts'
import { dayAndHour } from '../../src/domain/day.ts'
import { clock } from '../../src/i18n/clock.ts'
import { environment } from './environment.ts'

/** What a runtime with the data of before 20 September 2026 says: an hour more than UTC. */
const OLD_DATA = `
  const Now = Intl.DateTimeFormat
  Intl.DateTimeFormat = class extends Now {
    constructor(locale, options) {
      super(locale, options?.timeZone === 'Africa/Casablanca' ? { ...options, timeZone: '+01:00' } : options)
    }
  }`

describe('the time-zone data', () => {
  test('of the runtime that is pinned include Morocco’s change to UTC (REL-R7)', () => {
    assert.deepEqual(zoneProblems(), [])
    const shown = new Intl.DateTimeFormat('fr-MA', { timeZone: 'Africa/Casablanca', timeStyle: 'short' })
    assert.equal(shown.format(new Date('2026-10-01T12:00:00Z')), '12:00')
    assert.equal(shown.format(new Date('2026-09-01T12:00:00Z')), '13:00')
  })

  test('decide alone: the zone of the machine changes no time of day and no day (REL-R7)', t => {
    const { TZ } = process.env
    process.env['TZ'] = 'Pacific/Auckland'
    t.after(() => {
      if (TZ === undefined) Reflect.deleteProperty(process.env, 'TZ')
      else process.env['TZ'] = TZ
    })
    const late = new Date('2026-10-01T23:30:00Z')
    assert.equal(late.getHours(), 12, 'the machine’s zone is another')
    assert.deepEqual({ ...dayAndHour(late.getTime()) }.day, '2026-10-01')
    const words = ((_key: string, parts: object) => Object.values(parts).join(' ')) as unknown as TFunction
    assert.equal(clock('fr', words)('exact', late), '23:30:00')
    for (const file of globSync('src/**/*.ts')) {
      const text = readFileSync(file, 'utf8')
      assert.doesNotMatch(
        text,
        /\.(get|set)(Hours|Minutes|Date|Day|Month|FullYear)\(|\.toLocale\w*(Date|Time)String\(/,
        file,
      )
    }
  })

  test('of an older runtime stop the start of the service with one clear line (REL-R7)', () => {
    const { status, stderr } = started(['--import', `data:text/javascript,${encodeURIComponent(OLD_DATA)}`])
    assert.equal(status, 1)
    assert.match(stderr, /The configuration has 1 problem/)
    assert.match(
      stderr,
      /- Node v\d+.*time-zone data \(\w+\) lack Morocco's change to UTC of 20 September 2026.*npm start/,
    )
  })
})

function started(nodeOptions: string[]) {
  const env = { PATH: process.env['PATH'], ...environment() }
  return spawnSync(process.execPath, [...nodeOptions, 'src/main.ts'], { env, encoding: 'utf8', timeout: 60_000 })
}
