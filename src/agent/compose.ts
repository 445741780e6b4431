import { setMaxListeners } from 'node:events'
import { accountPasswords } from '../adapters/argon2.ts'
import { memoryAgentPlaces } from '../adapters/memory/agent-places.ts'
import { memoryLimiter } from '../adapters/memory/limiter.ts'
import { memoryReplayGuard } from '../adapters/memory/replay-guard.ts'
import { redisAgentPlaces } from '../adapters/redis/assistance/agent-places.ts'
import { connectRedis, quit, ready } from '../adapters/redis/client.ts'
import { redisLimiter } from '../adapters/redis/limiter.ts'
import { type RedisWatch, readiness } from '../adapters/redis/readiness.ts'
import { redisReplayGuard } from '../adapters/redis/replay-guard.ts'
import { AgentSessions } from '../adapters/sessions/agent-sessions.ts'
import type { ConsoleConfig } from '../config/index.ts'
import { KeyedHash, keysFor } from '../domain/crypto/keyed-hash.ts'
import { Sealer } from '../domain/crypto/seal.ts'
import { consoleCopy } from '../i18n/console-copy.ts'
import { translators } from '../i18n/index.ts'
import { alarms } from '../observability/alarms.ts'
import { auditTrail } from '../observability/audit.ts'
import { createLog } from '../observability/log.ts'
import { createMetrics } from '../observability/metrics.ts'
import { templates } from '../web/views.ts'
import type { ConsoleDependencies } from './context.ts'
import { secondsLeft } from './session.ts'
import { createLocalWay } from './sign-in/routes.ts'

/** Puts the console together from its configuration. Throws `Unavailable` if the stores cannot be reached. */
export async function composeConsole(config: ConsoleConfig) {
  const metrics = createMetrics()
  const log = createLog(config.LOG_LEVEL, lost => metrics.alarm('log', lost))
  const alarm = alarms(metrics, log)
  const stores = await openStores(config, {
    error: err => log.error({ err }, 'redis'),
    alarm,
    note: text => log.warn(text),
  })
  const stopping = new AbortController()
  // One listener for each stream.
  setMaxListeners(0, stopping.signal)
  const sealer = new Sealer(keysFor(config.AGENT_SESSION_KEYS, 'agent-session'))
  const dependencies: ConsoleDependencies = {
    config,
    sessions: new AgentSessions(stores.places, sealer, session => secondsLeft(config.limits, session)),
    limiter: stores.limiter,
    replays: stores.replays,
    translate: await translators(config.organisation, config.NODE_ENV === 'production', consoleCopy()),
    render: templates({ reload: config.NODE_ENV === 'development' }),
    signIn: createLocalWay({ config, ...stores, verify: accountPasswords().verify }),
    log,
    audit: auditTrail(log, config.LIVE_VIEW_KEYS, metrics.securityEvent, { hidesReferences: true }),
    alarm,
    metrics,
    stopping: stopping.signal,
  }
  return { dependencies, ready: stores.ready, close: stores.close, stop: () => stopping.abort() }
}

/** In Redis, or in this process only if REDIS_URL is `memory:`. */
async function openStores({ REDIS_URL, AGENT_SESSION_KEYS }: ConsoleConfig, watch: RedisWatch) {
  if (REDIS_URL.startsWith('memory:')) {
    const own = { places: memoryAgentPlaces(), limiter: memoryLimiter(), replays: memoryReplayGuard() }
    return { ...own, ready: async () => {}, close: async () => {} }
  }
  const client = connectRedis(REDIS_URL, watch.error)
  try {
    await ready(client)
  } catch (error) {
    client.disconnect()
    throw error
  }
  return {
    places: redisAgentPlaces(client),
    limiter: redisLimiter(client, new KeyedHash(AGENT_SESSION_KEYS, 'redis-key')),
    replays: redisReplayGuard(client),
    ready: readiness(client, watch),
    close: () => quit(client),
  }
}
