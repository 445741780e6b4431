import { mkdtemp, rm } from 'node:fs/promises'
import { Agent } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { openBrowser } from '../../bench/browser.ts'
import { people } from '../../bench/people.ts'
import { startProcess } from '../../bench/server-process.ts'
import { floorSite } from '../../bench/sites.ts'
import { startFarEnds } from '../../src/demo/far-ends.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'

let redis: TestRedis
let folder: string
before(async () => {
  redis = await startRedis()
  folder = await mkdtemp(join(tmpdir(), 'floor-'))
})
after(async () => {
  await redis.stop()
  await rm(folder, { recursive: true })
})

for (const duties of [false, true])
  test(`the floor of the benchmark shows every page of a journey${duties ? ', and does its duties' : ''}`, async () => {
    const [person] = people(1)
    const farEnds = await startFarEnds({ memberData: { members: [person!.member] } })
    const surroundings = { folder, redisUrl: redis.url, nextPerson: () => person! }
    const site = await floorSite(surroundings, duties ? farEnds.environment : undefined)
    const server = await startProcess(site.program, undefined)
    const agent = new Agent({ keepAlive: true })
    try {
      await site.walkOnce(openBrowser(site.origin, agent))
      if (!duties) return
      await farEnds.smtp.next(person!.email)
      await farEnds.twilio.next(person!.phone)
    } finally {
      agent.destroy()
      await server.stop()
      await farEnds.close()
    }
  })
