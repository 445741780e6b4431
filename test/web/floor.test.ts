import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, test } from 'node:test'
import { Driven } from '../../bench/driven.ts'
import { startServer } from '../../bench/server.ts'
import { floorSite } from '../../bench/sites.ts'
import { startFarEnds } from '../../src/demo/far-ends.ts'
import type { SampleMember } from '../../src/demo/member-data/members.ts'
import { enrol } from '../support/enrol.ts'
import { contactsOf } from '../support/journey.ts'
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
    const members: SampleMember[] = []
    const file = enrol(members, 'bank')
    const farEnds = await startFarEnds({ memberData: { members } })
    const surroundings = { folder, redisUrl: redis.url, nextFile: () => file }
    const site = await floorSite(surroundings, duties ? farEnds.environment : undefined)
    const server = await startServer(site.program, undefined)
    try {
      await site.walkOnce(new Driven(site))
      if (!duties) return
      await farEnds.smtp.next(contactsOf(file).email)
      await farEnds.twilio.next(contactsOf(file).phone)
    } finally {
      await server.stop()
      await farEnds.close()
    }
  })
