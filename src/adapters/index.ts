import type { Config } from '../config/index.ts'
import { KeyedHash, keysFor } from '../domain/crypto/keyed-hash.ts'
import { Sealer } from '../domain/crypto/seal.ts'
import type { Captcha, CodeLedger, Limiter, Outbox, ReplayGuard } from '../ports/index.ts'
import type { DependencyWatch } from './breaker/observed.ts'
import { altcha } from './captcha/altcha.ts'
import { failover } from './captcha/failover.ts'
import { noCaptcha } from './captcha/off.ts'
import { recaptcha } from './captcha/recaptcha.ts'
import { memoryCodeLedger } from './memory/code-ledger.ts'
import { ExpiringMap } from './memory/expiring-map.ts'
import { memoryLimiter } from './memory/limiter.ts'
import { memoryOutbox } from './memory/outbox.ts'
import { memoryReplayGuard } from './memory/replay-guard.ts'
import { memorySessionClient } from './memory/session-client.ts'
import { connectRedis, quit, type RedisClient, ready } from './redis/client.ts'
import { redisCodeLedger } from './redis/code-ledger.ts'
import { redisLimiter } from './redis/limiter.ts'
import { redisOutbox } from './redis/outbox.ts'
import { type RedisWatch, readiness } from './redis/readiness.ts'
import { redisReplayGuard } from './redis/replay-guard.ts'
import { redisSessionClient } from './redis/session-client.ts'
import { createSessionStore, type Lifetimes } from './sessions/session-store.ts'

/** Shared by all instances, or in this process only if REDIS_URL is `memory:`. */
export interface Stores {
  sessions: ReturnType<typeof createSessionStore>
  ledger: CodeLedger
  limiter: Limiter
  outbox: Outbox
  replays: ReplayGuard
  ready(): Promise<void>
  close(): Promise<void>
}

/** Throws `Unavailable` if connecting takes over 5 s. */
export async function openStores(
  config: Config,
  secondsLeft: Lifetimes['secondsLeft'],
  watch: RedisWatch,
): Promise<Stores> {
  const sealer = new Sealer(keysFor(config.ENCRYPTION_KEYS, 'session'))
  const { idleSeconds, requests } = config.limits.session
  const lifetimes = { idleSeconds, requests, secondsLeft }
  if (config.REDIS_URL.startsWith('memory:')) return inMemory(config, sealer, lifetimes)
  const client = connectRedis(config.REDIS_URL, watch.error)
  try {
    await ready(client)
  } catch (error) {
    client.disconnect()
    throw error
  }
  return inRedis(client, config, sealer, lifetimes, watch)
}

export function openCaptcha(
  config: Config,
  replays: ReplayGuard,
  costFactor: () => number,
  watch: DependencyWatch,
): Captcha {
  const { lifetimeSeconds, cost, tries } = config.limits.captcha
  const own = () =>
    altcha({ secrets: config.HMAC_KEYS, lifetimeSeconds, cost: () => cost * costFactor(), tries, replays })
  switch (config.CAPTCHA) {
    case 'altcha':
      return own()
    case 'recaptcha': {
      const outside = google(config, replays, watch)
      // An invalid token gets an ordinary answer if the service is up.
      const probe = () => outside.verify({ 'g-recaptcha-response': 'probe' }, { action: '', flow: '' }, '')
      return failover({ outside, own: own(), probe })
    }
    case 'off':
      return noCaptcha()
  }
}

function google(
  { RECAPTCHA_SECRET_KEY, RECAPTCHA_VERIFY_URL, PUBLIC_URL }: Config,
  replays: ReplayGuard,
  watch: DependencyWatch,
): Captcha {
  return recaptcha({
    secretKey: RECAPTCHA_SECRET_KEY!,
    verifyUrl: RECAPTCHA_VERIFY_URL,
    hostname: PUBLIC_URL.hostname,
    replays,
    watch,
  })
}

function inMemory({ limits }: Config, sealer: Sealer, lifetimes: Lifetimes): Stores {
  return {
    sessions: createSessionStore(memorySessionClient(new ExpiringMap()), sealer, lifetimes),
    ledger: memoryCodeLedger(limits),
    limiter: memoryLimiter(),
    outbox: memoryOutbox(limits.outbox),
    replays: memoryReplayGuard(),
    ready: async () => {},
    close: async () => {},
  }
}

function inRedis(
  client: RedisClient,
  { ENCRYPTION_KEYS, HMAC_KEYS, limits }: Config,
  sealer: Sealer,
  lifetimes: Lifetimes,
  watch: RedisWatch,
): Stores {
  const hash = new KeyedHash(HMAC_KEYS, 'redis-key')
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
    ready: readiness(client, watch),
    close: () => quit(client),
  }
}
