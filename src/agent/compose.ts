import { setMaxListeners } from 'node:events'
import { accountPasswords } from '../adapters/argon2.ts'
import { openConsoleStores } from '../adapters/index.ts'
import type { MemoryStore } from '../adapters/memory/index.ts'
import { AgentSessions } from '../adapters/sessions/agent-sessions.ts'
import type { ConsoleConfig } from '../config/index.ts'
import { keysFor } from '../domain/crypto/keyed-hash.ts'
import { Sealer } from '../domain/crypto/seal.ts'
import { consoleCopy } from '../i18n/console-copy.ts'
import { translators } from '../i18n/index.ts'
import { alarms } from '../observability/alarms.ts'
import { auditTrail } from '../observability/audit.ts'
import { bookedMetrics } from '../observability/booked-metrics.ts'
import { createBookkeeper } from '../observability/bookkeeper.ts'
import { redisReports } from '../observability/dependency-reports.ts'
import { createLog } from '../observability/log.ts'
import { createMetrics } from '../observability/metrics.ts'
import { templates } from '../web/views/index.ts'
import type { ConsoleDependencies } from './context.ts'
import { createAgentCounts } from './day/agents.ts'
import { secondsLeft } from './session.ts'
import { createOidcWay } from './sign-in/oidc-routes.ts'
import { createLocalWay } from './sign-in/routes.ts'

/** Puts the console together; `memory` is what `memory:` means. Throws `Unavailable` if the stores cannot be reached. */
export async function composeConsole(config: ConsoleConfig, memory?: MemoryStore) {
  const keeper = createBookkeeper()
  const metrics = bookedMetrics(createMetrics(), keeper.count)
  const log = createLog(config.LOG_LEVEL, lost => metrics.alarm('log', lost))
  const alarm = alarms(metrics, log)
  const stores = await openConsoleStores(config, redisReports(metrics, log, alarm), memory)
  keeper.begin(stores.days, err => log.warn({ err }, 'day book'))
  const stopping = new AbortController()
  // One listener for each stream.
  setMaxListeners(0, stopping.signal)
  const sealer = new Sealer(keysFor(config.AGENT_SESSION_KEYS, 'agent-session'))
  const dependencies: ConsoleDependencies = {
    config,
    sessions: new AgentSessions(stores.places, sealer, session => secondsLeft(config.limits, session)),
    limiter: stores.limiter,
    replays: stores.replays,
    followed: stores.followed,
    days: stores.days,
    agents: createAgentCounts(config.AGENT_SESSION_KEYS, keeper.countAgent),
    translate: await translators(config.organisation, config.NODE_ENV === 'production', consoleCopy()),
    render: templates({ reload: config.NODE_ENV === 'development' }),
    signIn: config.AGENT_OIDC_ISSUER
      ? createOidcWay(config)
      : createLocalWay({ config, ...stores, verify: accountPasswords().verify, log }),
    log,
    audit: auditTrail(log, config.LIVE_VIEW_KEYS, metrics.securityEvent, { hidesReferences: true }),
    alarm,
    metrics,
    stopping: stopping.signal,
  }
  const close = () => keeper.stop().then(stores.close)
  return { dependencies, ready: stores.ready, close, stop: () => stopping.abort() }
}
