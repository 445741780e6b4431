import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { startInstances } from '../support/instances.ts'
import { answersOf, codeSentTo, LAST, leadsOn, leadsTo, PATHS, walk } from '../support/journey.ts'
import { until } from '../support/until.ts'

/** Kilobytes put on the heap by V8: collecting them is a tenth of a journey's CPU. */
const MOST = { pages: 2500, journey: 5400 }

const JOURNEYS = 4
const VIEWS = 8

/** A young generation that is not full before a count ends: what was allocated is still there. */
const HEAP = ['--expose-gc', '--min-semi-space-size=64', '--max-semi-space-size=64']

/** With SIGUSR2 a process writes to `file` how full its heap is, after how many collections, and how full it is after one more. */
const counting = (file: string) => `
import { renameSync, writeFileSync } from 'node:fs'
import { GCProfiler, getHeapStatistics } from 'node:v8'
const heap = () => getHeapStatistics().used_heap_size
let profiler = new GCProfiler()
profiler.start()
process.on('SIGUSR2', () => {
  const collections = profiler.stop().statistics.length
  const before = heap()
  gc()
  writeFileSync('${file}.part', JSON.stringify({ before, collections, after: heap() }))
  renameSync('${file}.part', '${file}')
  profiler = new GCProfiler()
  profiler.start()
})`

const folder = mkdtempSync(join(tmpdir(), 'allocations-'))
const counts = join(folder, 'counts.json')
let service: Awaited<ReturnType<typeof startInstances>>
before(async () => {
  const counter = `data:text/javascript,${encodeURIComponent(counting(counts))}`
  service = await startInstances({ nodeOptions: [[...HEAP, '--import', counter]] })
})
after(async () => {
  await service.stop()
  rmSync(folder, { recursive: true })
})

test('a journey and its ten pages allocate no more memory than they need', async () => {
  const walkWhole = async (journeys: number) => {
    for (let n = 0; n < journeys; n++) await walk(service.member(), answers())
  }
  await walkWhole(2 * JOURNEYS)
  const journey = (await allocatedBy(() => walkWhole(JOURNEYS))) / JOURNEYS
  const pages = await allocatedByPages()
  const shown = `${journey}: ${JSON.stringify(pages)}`
  const all = Object.values(pages).reduce((sum, page) => sum + page, 0)
  assert.equal(Object.keys(pages).length, PATHS.length + 2)
  assert.ok(all < journey && all <= MOST.pages, shown)
  assert.ok(journey <= MOST.journey, shown)
})

async function allocatedByPages(): Promise<Record<string, number>> {
  const member = service.member()
  const its = answers()
  const pages: Record<string, number> = {}
  const count = async (path: string) => {
    const view = async (times: number) => {
      for (let n = 0; n < times; n++) assert.equal((await member.get(path)).status, 200)
    }
    await view(1)
    pages[path] = (await allocatedBy(() => view(VIEWS))) / VIEWS
  }
  await count('')
  leadsTo(PATHS[0]!, await member.post(''))
  for (const path of PATHS) {
    await count(path)
    leadsOn(path, await member.answer(path, await its[path]()))
  }
  await count(LAST)
  return pages
}

function answers() {
  return answersOf(service.enrol(), destination => codeSentTo(service, destination))
}

/** In kilobytes; background work of the service is counted too. */
async function allocatedBy(act: () => Promise<void>): Promise<number> {
  const { after: from } = await counted()
  await act()
  const { before: to, collections } = await counted()
  assert.equal(collections, 0, 'the young generation was full')
  return Math.round((to - from) / 1000)
}

async function counted(): Promise<{ before: number; after: number; collections: number }> {
  service.signal('SIGUSR2')
  await until('counted', () => existsSync(counts))
  const count = JSON.parse(readFileSync(counts, 'utf8'))
  rmSync(counts)
  return count
}
