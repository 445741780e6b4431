import assert from 'node:assert/strict'
import { test } from 'node:test'
import { growthOf, percentiles, pointsOf, tenOf } from '../../bench/growth/figures.ts'
import { growthPicture } from '../../bench/growth/picture.ts'
import { growthTables, type Results } from '../../bench/growth/report.ts'
import { slope } from '../../bench/slope.ts'

/** Grows by 30 MB in the first 1,000 journeys, then by 0.1 MB for each 1,000; a third of the readings fall into a hash. */
const held = Array.from({ length: 40 }, (_, place) => {
  const journeys = 50 * (place + 1)
  const peakMb = 170 + (journeys < 1000 ? (30 * journeys) / 1000 : 30 + (journeys - 1000) / 10_000)
  return { journeys, nowMb: peakMb - (place % 3 ? 19 : 0), peakMb }
})
const stage = (live: number, total: number[], copy = false) => ({ live, copy, total, eventLoop: total, failed: 0 })
const startsOf = (ms: number) => [true, false].map(bothCores => ({ bothCores, ms, cpuMs: ms }))
const results = {
  starts: startsOf(500),
  memory: held,
  passwords: { idle: [[3, 4, 5]], hashing: [[4, 6, 9]], waiting: [7, 8], hashed: 120 },
  sessions: [stage(1, [40, 80, 41]), stage(100, [42, 84, 42]), stage(1000, [43, 86, 44]), stage(1, [40, 79, 41], true)],
}

test('a slope is that of the line of least squares', () => {
  const points = [
    { x: 1, y: 2 },
    { x: 2, y: 4 },
    { x: 3, y: 3 },
    { x: 4, y: 5 },
  ]
  assert.equal(slope(points), 0.8)
  assert.equal(slope([{ x: 1, y: 5 }]), 0)
})

test('growth of memory leaves out the first half, and readings taken during a hash', () => {
  assert.ok(Math.abs(growthOf(held) - 0.1) < 1e-9, String(growthOf(held)))
  assert.deepEqual(
    tenOf(held).map(({ journeys }) => journeys),
    [200, 400, 600, 800, 1000, 1200, 1400, 1600, 1800, 2000],
  )
})

test('a stage is compared with the first in the same turn, so that a slow turn counts for nothing', () => {
  const [first, hundred, thousand] = pointsOf(results.sessions)
  assert.equal(first!.ratio.median, 1)
  assert.equal(hundred!.ratio.median, 1.05)
  assert.equal(thousand!.ratio.median, 1.075)
})

test('percentiles are taken in each part, and one part in which everything is slow moves no median', () => {
  const idle = Array.from({ length: 200 }, (_, n) => ((n * 7) % 200) + 1)
  const twice = idle.map(each => 2 * each)
  const found = percentiles({ ...results.passwords, idle: [idle, idle, twice], hashing: [idle, twice, twice] }, 0.99)
  assert.deepEqual(found, {
    idle: { median: 198, least: 198, most: 396 },
    hashing: { median: 396, least: 198, most: 396 },
    ratio: { median: 1, least: 1, most: 2 },
  })
})

test('the tables say which figures keep their budget', () => {
  const verdicts = (changed: Partial<Results>) =>
    [...growthTables({ ...results, ...changed }).matchAll(/(PASS|FAIL) \|$/gm)].map(([, verdict]) => verdict)
  assert.deepEqual(verdicts({}), Array(6).fill('PASS'))
  const missed = {
    starts: startsOf(700),
    memory: held.map(each => ({ ...each, peakMb: 257 + each.journeys })),
    passwords: { ...results.passwords, hashing: [[11]] },
    sessions: [stage(1, [40]), stage(100, [50])],
  }
  assert.deepEqual(verdicts(missed), Array(6).fill('FAIL'))
  assert.equal(growthTables({ starts: results.starts }).match(/PASS|FAIL/g)?.length, 2, 'a part was not asked for')
})

test('each number in the picture stands in the tables', () => {
  const words = [...growthPicture(results.sessions, results.memory).matchAll(/<text[^>]*>([^<]*)</g)].map(
    ([, text]) => text!,
  )
  const numbers = (text: string) => text.match(/\d[\d.,]*/g) ?? []
  const inTables = new Set(numbers(growthTables(results)))
  const drawn = words.flatMap(numbers)
  assert.ok(drawn.length > 20, words.join('; '))
  assert.deepEqual(
    drawn.filter(number => !inTables.has(number)),
    [],
  )
})
