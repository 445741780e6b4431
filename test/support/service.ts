import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loadConfig } from '../../src/config.ts'
import { startFarEnds } from '../../src/demo/far-ends.ts'
import { type SampleMember, sampleMembers } from '../../src/demo/members.ts'
import { startServer } from '../../src/server.ts'
import { startBalancer } from './balancer.ts'
import { enrol } from './enrol.ts'
import { freePort } from './free-port.ts'
import { Member } from './member.ts'

interface Options {
  /** `memory:` unless told otherwise. */
  redisUrl?: string
  /** Behind a balancer that takes turns, where there is more than one. */
  instances?: number
  /** In place of limits that slow no test down. */
  limits?: Record<string, object>
  environment?: Record<string, string>
  memberData?: NonNullable<Parameters<typeof startFarEnds>[0]>['memberData']
}

export type Service = Awaited<ReturnType<typeof startService>>

/** The whole service on its real adapters, with the far ends of the demo, on free ports of this machine. */
export async function startService({
  redisUrl = 'memory:',
  instances = 1,
  limits,
  environment,
  memberData,
}: Options = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'limits-'))
  const limitsFile = join(folder, 'limits.json')
  writeFileSync(limitsFile, JSON.stringify({ ...FAST, ...limits }))
  const members: SampleMember[] = [...sampleMembers]
  const farEnds = await startFarEnds({ memberData: { members, ...memberData } })
  const ports = await Promise.all(Array.from({ length: instances }, freePort))
  const balancer = instances > 1 ? await startBalancer(ports) : undefined
  const origin = `http://localhost:${balancer?.port ?? ports[0]}`
  const common = {
    HOST: '127.0.0.1',
    PUBLIC_URL: origin,
    REDIS_URL: redisUrl,
    SESSION_KEYS: key(),
    ENCRYPTION_KEYS: key(),
    HMAC_KEYS: key(),
    LIMITS_FILE: limitsFile,
    LOG_LEVEL: 'silent',
    NODE_ENV: 'test',
    ...farEnds.environment,
    ...environment,
  }
  const configs = ports.map(port => loadConfig({ ...common, PORT: String(port), ADMIN_PORT: '0' }))
  const servers = await Promise.all(configs.map(startServer))
  return {
    origin,
    config: configs[0]!,
    farEnds,
    /** Someone at a browser. */
    member: () => new Member(origin),
    /** A new insured member in the insurer's files. */
    enrol: (payment: 'bank' | 'postal' = 'bank', previousContacts = {}) => enrol(members, payment, previousContacts),
    async stop() {
      balancer?.stop()
      await Promise.all(servers.map(server => server.stop()))
      await farEnds.close()
      rmSync(folder, { recursive: true })
    },
  }
}

const FAST = { identity: { floorMs: 0 }, captcha: { cost: 100, tries: 10 } }
const key = () => randomBytes(32).toString('base64')
