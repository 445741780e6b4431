import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startFarEnds } from '../../src/demo/far-ends.ts'
import { type SampleMember, sampleMembers } from '../../src/demo/member-data/members.ts'
import { startBalancer } from './balancer.ts'
import { enrol } from './enrol.ts'
import { freePort } from './free-port.ts'
import { Member } from './member.ts'

export interface SurroundingsOptions {
  /** `memory:` unless another is given. */
  redisUrl?: string
  /** Behind a balancer that takes turns, if there is more than one. */
  instances?: number
  /** In place of limits that slow no test down. */
  limits?: Record<string, object>
  environment?: Record<string, string>
  memberData?: NonNullable<Parameters<typeof startFarEnds>[0]>['memberData']
  twilio?: NonNullable<Parameters<typeof startFarEnds>[0]>['twilio']
}

/** What the service needs around it: far ends, ports, keys, a limits file; and members to use it. */
export async function surroundings(options: SurroundingsOptions = {}) {
  const { redisUrl = 'memory:', instances = 1, limits, environment, memberData, twilio = {} } = options
  const isPublic = environment?.['PUBLIC_URL']?.startsWith('https:')
  const folder = mkdtempSync(join(tmpdir(), 'limits-'))
  const limitsFile = join(folder, 'limits.json')
  writeFileSync(limitsFile, JSON.stringify(isPublic ? withSome(limits) : withFast(limits)))
  const members: SampleMember[] = [...sampleMembers]
  const farEnds = await startFarEnds({ memberData: { members, ...memberData }, twilio })
  const ports = await Promise.all(Array.from({ length: instances }, freePort))
  const balancer = instances > 1 ? await startBalancer(ports) : undefined
  const origin = `http://localhost:${balancer?.port ?? ports[0]}`
  return {
    origin,
    ports,
    farEnds,
    /** The environment of the service, but for PORT and ADMIN_PORT. */
    environment: {
      HOST: '127.0.0.1',
      PUBLIC_URL: origin,
      REDIS_URL: redisUrl,
      SESSION_KEYS: key(),
      ENCRYPTION_KEYS: key(),
      HMAC_KEYS: key(),
      LIVE_VIEW_KEYS: key(),
      LIMITS_FILE: limitsFile,
      // Neither is for a service that the public could reach.
      LOG_LEVEL: isPublic ? 'error' : 'silent',
      NODE_ENV: isPublic ? 'production' : 'test',
      ...farEnds.environment,
      ...environment,
    } as Record<string, string>,
    /** Someone at a browser. */
    member: () => new Member(origin),
    /** A new insured member in the insurer's files. */
    enrol: (payment: 'bank' | 'postal' = 'bank', previousContacts = {}) =>
      enrol(members, payment, previousContacts, environment?.['ORGANISATION']),
    async stop() {
      balancer?.stop()
      await farEnds.close()
      rmSync(folder, { recursive: true })
    },
  }
}

const FAST: Record<string, object> = {
  session: { perIp: [[1000, 60]] },
  identity: { floorMs: 0 },
  send: { perIp: { sms: [[1000, 3600]], email: [[1000, 3600]] } },
  captcha: { cost: 100, tries: 10 },
  dependencies: {
    memberApi: { breaker: { calls: 1000 } },
    twilio: { breaker: { calls: 1000 } },
  },
  outbox: { pollMs: 100 },
  server: { eventLoopDelayMs: 10_000, pageDelayMs: 10_000, formDelayMs: 10_000, drainWaitMs: 0 },
}
/** A test that sets one figure keeps the others fast. */
function withFast(limits: object = {}): object {
  return merged(FAST, limits)
}

function merged(usual: object, own: object): object {
  const isSection = (value: unknown): value is object => typeof value === 'object' && !Array.isArray(value)
  const overrides = Object.entries(own).map(([name, value]) => {
    const before: unknown = (usual as Record<string, unknown>)[name]
    return [name, isSection(before) && isSection(value) ? merged(before, value) : value]
  })
  return { ...usual, ...Object.fromEntries(overrides) }
}

/** Where the public could reach the service, it does not start with limits that limit nothing. */
function withSome(limits: Record<string, object> = {}): object {
  return { captcha: FAST['captcha'], server: FAST['server'], ...limits }
}

const key = () => randomBytes(32).toString('base64')
