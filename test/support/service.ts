import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig } from '../../src/config.ts'
import { startFarEnds } from '../../src/demo/far-ends.ts'
import { type SampleMember, sampleMembers } from '../../src/demo/members.ts'
import { startServer } from '../../src/server.ts'
import { enrol } from './enrol.ts'
import { freePort } from './free-port.ts'
import { Member } from './member.ts'

interface Options {
  /** `memory:` unless told otherwise. */
  redisUrl?: string
  /** Merged over limits that do not slow a test down. */
  limits?: Record<string, object>
  environment?: Record<string, string>
  memberData?: NonNullable<Parameters<typeof startFarEnds>[0]>['memberData']
}

export type Service = Awaited<ReturnType<typeof startService>>

/** The whole service on its real adapters, with the far ends of the demo, on free ports of this machine. */
export async function startService({ redisUrl = 'memory:', limits = {}, environment = {}, memberData }: Options = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'limits-'))
  const limitsFile = join(folder, 'limits.json')
  writeFileSync(limitsFile, JSON.stringify({ identity: { floorMs: 0 }, captcha: { cost: 100, tries: 10 }, ...limits }))
  const port = await freePort()
  const origin = `http://localhost:${port}`
  const members: SampleMember[] = [...sampleMembers]
  const farEnds = await startFarEnds({ memberData: { members, ...memberData } })
  const config = loadConfig({
    PORT: String(port),
    HOST: '127.0.0.1',
    PUBLIC_URL: origin,
    ADMIN_PORT: String(await freePort()),
    REDIS_URL: redisUrl,
    SESSION_KEYS: key(),
    ENCRYPTION_KEYS: key(),
    HMAC_KEYS: key(),
    LIMITS_FILE: limitsFile,
    LOG_LEVEL: 'silent',
    NODE_ENV: 'test',
    ...farEnds.environment,
    ...environment,
  })
  const server = await startServer(config)
  return {
    origin,
    config,
    farEnds,
    /** Someone at a browser. */
    member: () => new Member(origin),
    /** A new insured member in the insurer's files. */
    enrol: (payment: 'bank' | 'postal' = 'bank') => enrol(members, payment),
    async stop() {
      await server.stop()
      await farEnds.close()
      rmSync(folder, { recursive: true })
    },
  }
}

const key = () => randomBytes(32).toString('base64')
