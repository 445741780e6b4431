import type { Config, ConsoleConfig } from '../config/index.ts'
import { keyedNames, keysFor } from '../domain/crypto/keyed-hash.ts'
import { Sealer } from '../domain/crypto/seal.ts'
import type { CodeLedger, DayBook, Followed, Limiter, Outbox, ReplayGuard, SharedPage } from '../ports/index.ts'
import { memoryAgentPlaces } from './memory/agent-places.ts'
import { createMemoryStore, type MemoryStore } from './memory/index.ts'
import { memoryLimiter } from './memory/limiter.ts'
import { memoryReplayGuard } from './memory/replay-guard.ts'
import { redisAgentPlaces } from './redis/assistance/agent-places.ts'
import { createBell } from './redis/assistance/bell.ts'
import { redisDayBook } from './redis/assistance/day-book.ts'
import { redisFollowed } from './redis/assistance/followed.ts'
import { redisSharedPage } from './redis/assistance/shared-page.ts'
import { connectRedis, quit, type RedisClient, ready } from './redis/client.ts'
import { redisCodeLedger } from './redis/code-ledger.ts'
import { redisLimiter } from './redis/limiter.ts'
import { redisOutbox } from './redis/outbox.ts'
import { type RedisWatch, readiness } from './redis/readiness.ts'
import { redisReplayGuard } from './redis/replay-guard.ts'
import { redisSessionClient } from './redis/session-client.ts'
import type { AgentPlaces } from './sessions/agent-places.ts'
import { createSessionStore, type Lifetimes } from './sessions/session-store.ts'

/** What the stores must know of a session's content. */
export type OfSession = Pick<Lifetimes, 'secondsLeft' | 'holderOf'>

interface Common {
  limiter: Limiter
  replays: ReplayGuard
  days: DayBook
  ready(): Promise<void>
  close(): Promise<void>
}

/** Shared by all instances, or in this process only if REDIS_URL is `memory:`. */
export interface Stores extends Common {
  sessions: ReturnType<typeof createSessionStore>
  ledger: CodeLedger
  outbox: Outbox
  shared: SharedPage
}

/** What the console has: of the wizard's stores only the agent's side of opened pages. */
export interface ConsoleStores extends Common {
  places: AgentPlaces
  followed: Followed
}

/** `memory`: what `memory:` means, if not a store of its own. Throws `Unavailable` if connecting takes over 5 s. */
export async function openStores(
  config: Config,
  ofSession: OfSession,
  watch: RedisWatch,
  memory?: MemoryStore,
): Promise<Stores> {
  const sealer = new Sealer(keysFor(config.ENCRYPTION_KEYS, 'session'))
  const lifetimes = { requests: config.limits.session.requests, ...ofSession }
  if (config.REDIS_URL.startsWith('memory:')) {
    return inMemory(sealer, lifetimes, memory ?? createMemoryStore(config.limits))
  }
  return inRedis(await connected(config.REDIS_URL, watch), config, sealer, lifetimes, watch)
}

/** `memory`: that of the wizard in the same process. Throws `Unavailable` if connecting takes over 5 s. */
export async function openConsoleStores(
  config: Pick<ConsoleConfig, 'REDIS_URL' | 'LIVE_VIEW_KEYS' | 'AGENT_SESSION_KEYS' | 'limits'>,
  watch: RedisWatch,
  memory?: MemoryStore,
): Promise<ConsoleStores> {
  if (config.REDIS_URL.startsWith('memory:')) {
    const { followed, days } = memory ?? createMemoryStore(config.limits)
    return { places: memoryAgentPlaces(), followed, ...inThisProcess(days) }
  }
  const client = await connected(config.REDIS_URL, watch)
  return {
    places: redisAgentPlaces(client),
    followed: redisFollowed({
      client,
      sealer: viewSealer(config.LIVE_VIEW_KEYS),
      limits: config.limits,
      bell: createBell(client),
    }),
    limiter: redisLimiter(client, keyedNames(config.AGENT_SESSION_KEYS, 'agent-limits')),
    replays: redisReplayGuard(client),
    days: redisDayBook(client),
    ready: readiness(client, watch),
    close: () => quit(client),
  }
}

async function connected(url: string, watch: RedisWatch): Promise<RedisClient> {
  const client = connectRedis(url, watch.error)
  try {
    await ready(client)
  } catch (error) {
    client.disconnect()
    throw error
  }
  return client
}

const viewSealer = (keys: readonly Buffer[]) => new Sealer(keysFor(keys, 'live-view'))

function inThisProcess(days: DayBook): Common {
  return {
    limiter: memoryLimiter(),
    replays: memoryReplayGuard(),
    days,
    ready: async () => {},
    close: async () => {},
  }
}

function inMemory(sealer: Sealer, lifetimes: Lifetimes, memory: MemoryStore): Stores {
  const { sessions, ledger, outbox, shared, days } = memory
  return { sessions: createSessionStore(sessions, sealer, lifetimes), ledger, outbox, shared, ...inThisProcess(days) }
}

function inRedis(
  client: RedisClient,
  { ENCRYPTION_KEYS, HMAC_KEYS, LIVE_VIEW_KEYS, limits }: Config,
  sealer: Sealer,
  lifetimes: Lifetimes,
  watch: RedisWatch,
): Stores {
  const hash = keyedNames(HMAC_KEYS)
  return {
    sessions: createSessionStore(redisSessionClient(client, hash), sealer, lifetimes),
    ledger: redisCodeLedger(client, hash, limits),
    limiter: redisLimiter(client, hash),
    outbox: redisOutbox({
      client,
      hash,
      sealer: new Sealer(keysFor(ENCRYPTION_KEYS, 'outbox')),
      limits: limits.outbox,
      onReplication: acknowledged => watch.alarm('redis-replication', !acknowledged),
    }),
    replays: redisReplayGuard(client),
    shared: redisSharedPage({ client, hash, sealer: viewSealer(LIVE_VIEW_KEYS) }),
    days: redisDayBook(client),
    ready: readiness(client, watch),
    close: () => quit(client),
  }
}
