import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { startFarEnds } from '../../src/demo/far-ends.ts'
import { type Child, startChild } from '../../test/support/child.ts'
import { freePort } from '../../test/support/free-port.ts'
import { startReadyProxy } from '../../test/support/ready-proxy.ts'
import { startRedis } from '../../test/support/redis.ts'
import { people } from '../people.ts'
import { postBox } from '../post-box.ts'
import { LIMITS } from './limits.ts'

const MEMBER_API_MS = 150
const CHECK_MS = 1000
/** Those of `npm start`. */
const NODE_OPTIONS = ['--max-semi-space-size=4', '--max-old-space-size=160']

export type Service = Awaited<ReturnType<typeof startService>>

/** `count` instances on one Redis, behind a proxy that takes turns and asks for readiness every second; for so many members. */
export async function startService(count: number, members: number) {
  const folder = mkdtempSync(join(tmpdir(), 'load-'))
  const limitsFile = join(folder, 'limits.json')
  writeFileSync(limitsFile, JSON.stringify(LIMITS))
  const persons = people(members)
  const farEnds = await startFarEnds({
    memberData: { members: persons.map(({ member }) => member), delayMs: MEMBER_API_MS },
  })
  const redis = await startRedis()
  const port = await freePort()
  const proxy = await startReadyProxy(CHECK_MS, port)
  const origin = `http://127.0.0.1:${port}`
  const key = () => randomBytes(32).toString('base64')
  const environment = {
    MALLOC_ARENA_MAX: '1',
    NODE_ENV: 'production',
    HOST: '127.0.0.1',
    PUBLIC_URL: origin,
    TRUST_PROXY: '1',
    REDIS_URL: redis.url,
    SESSION_KEYS: key(),
    ENCRYPTION_KEYS: key(),
    HMAC_KEYS: key(),
    LIMITS_FILE: limitsFile,
    ...farEnds.environment,
  }
  const instances: Child[] = []
  for (let started = 0; started < count; started++) await add()
  return { origin, redis, instances, codeSentTo: postBox(farEnds), nextPerson: () => persons.pop()!, killOldest, stop }

  async function add(): Promise<void> {
    const instance = await startChild(environment, NODE_OPTIONS)
    instances.push(instance)
    await proxy.add(instance)
  }

  /** kill -9, and another in its place as soon as it is ready. */
  async function killOldest(): Promise<void> {
    const oldest = instances.shift()!
    await oldest.end('SIGKILL')
    proxy.remove(oldest)
    await add()
  }

  async function stop(): Promise<void> {
    proxy.stop()
    await Promise.all(instances.map(each => each.end('SIGKILL')))
    await Promise.all([farEnds.close(), redis.stop()])
    rmSync(folder, { recursive: true })
  }
}
