import { readFileSync, writeFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Limits } from '../../src/config/limits/index.ts'
import { startFarEnds } from '../../src/demo/far-ends.ts'
import { enrol } from '../../test/support/enrol.ts'
import { answersOf, type PagePath, walk } from '../../test/support/journey.ts'
import { startRedis } from '../../test/support/redis.ts'
import type { Cores } from '../cores.ts'
import type { Driven } from '../driven.ts'
import { crowd, type Measured } from '../measure.ts'
import { postBox } from '../post-box.ts'
import { type Server, startServer } from '../server.ts'
import { type Site, wizardSite } from '../sites.ts'

const STILL_ON_FILE = 500
const MOST_FAILED = 0.1

export type Ground = Awaited<ReturnType<typeof startGround>>

/** A wizard as `npm start` runs it, on a Redis of its own. */
export interface Wizard {
  server: Server
  site: Site
  /** The keys of its live sessions. */
  sessions(): Promise<number>
  stop(): Promise<void>
}

/** The far ends of every wizard that is measured, and the members who walk through it, `members` at once. */
export async function startGround(cores: Cores, members: number) {
  const onFile: Parameters<typeof enrol>[0] = []
  const farEnds = await startFarEnds({ memberData: { members: onFile } })
  const codeSentTo = postBox(farEnds)
  const both = cores && { ...cores, server: `${cores.server},${cores.driver}` }
  const root = await mkdtemp(join(tmpdir(), 'bench-growth-'))
  return { start, send, halfWay, stop }

  /** Ready when `path` of the wizard or, without it, its readiness probe answers; on the server's core, or with the driver on both. */
  async function start(path?: string, bothCores = false): Promise<Wizard> {
    const redis = await startRedis()
    const folder = await mkdtemp(join(root, 'wizard-'))
    const site = await wizardSite({ folder, redisUrl: redis.url, nextFile }, farEnds.environment, codeSentTo, 'wizard')
    letLive(site.program.environment['LIMITS_FILE']!)
    const readyUrl = path === undefined ? site.program.readyUrl : site.origin + path
    const server = await startServer({ ...site.program, readyUrl }, bothCores ? both : cores)
    const client = await redis.client()
    return {
      server,
      site,
      sessions: async () => (await client.keys(site.sessions)).length,
      async stop() {
        await server.stop()
        await redis.stop()
      },
    }
  }

  /** Sends members through, all the way or as `site` walks. Rejects if more than one in ten fails: their cost means nothing. */
  async function send({ server }: Wizard, site: Site, journeys: number): Promise<Measured> {
    const measured = await crowd(server, site, { journeys, members })
    const { failures } = measured
    if (failures.length) console.warn(`  ${failures.length} of ${journeys} journeys failed, e.g. ${failures[0]}`)
    if (failures.length > journeys * MOST_FAILED) throw new Error(`too many; the logs are in ${root}`)
    return measured
  }

  /** Walks to `page` only, and hands over the member who is there. */
  function halfWay(site: Site, page: PagePath, keep: (member: Driven) => void): Site {
    const walkOnce = async (member: Driven) => {
      await walk(member, answersOf(nextFile(), codeSentTo), page)
      keep(member)
    }
    return { ...site, walkOnce }
  }

  /** The insurer's stand-in compares every file: those who have proved who they are leave it, as their number is no part of what is measured. */
  function nextFile() {
    onFile.splice(0, onFile.length - STILL_ON_FILE)
    return enrol(onFile, 'bank')
  }

  async function stop(): Promise<void> {
    await farEnds.close()
    await rm(root, { recursive: true })
  }
}

/** Who stopped half way first is still live when the last has been measured, on a slow machine too. */
function letLive(limitsFile: string): void {
  const limits = JSON.parse(readFileSync(limitsFile, 'utf8')) as Limits
  Object.assign(limits.session, { idleSeconds: 3600, absoluteSeconds: 7200 })
  writeFileSync(limitsFile, JSON.stringify(limits))
}
