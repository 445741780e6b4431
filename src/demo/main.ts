import { randomBytes } from 'node:crypto'
import { loadConfig } from '../config.ts'
import { startServer } from '../server.ts'
import { startFarEnds } from './far-ends.ts'

const WIZARD_PORT = 3000
const INBOX_PORT = Number(process.env['DEMO_INBOX_PORT'] ?? 3002)
const WIZARD = `http://localhost:${WIZARD_PORT}`

/** `npm run demo`: the wizard on its real adapters, and at their far end stand-ins on this machine. */
const farEnds = await startFarEnds({ inbox: { port: INBOX_PORT }, wizardUrl: `${WIZARD}/mon_compte` })
const { stop } = await startServer(loadConfig({ ...unlessSet(), ...process.env, ...farEnds.environment }))
console.log(
  `\n  Wizard             ${WIZARD}/mon_compte\n  Inbox and members  ${farEnds.inbox.url}\n\n  Ctrl+C stops everything.\n`,
)

for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, async () => {
    await stop()
    await farEnds.close()
  })

/** State in memory and keys of this run, where the environment does not say otherwise. */
function unlessSet() {
  const key = () => randomBytes(32).toString('base64')
  return {
    PORT: String(WIZARD_PORT),
    HOST: '127.0.0.1',
    PUBLIC_URL: WIZARD,
    REDIS_URL: 'memory:',
    SESSION_KEYS: key(),
    ENCRYPTION_KEYS: key(),
    HMAC_KEYS: key(),
    LOG_LEVEL: 'warn',
    NODE_ENV: 'development',
  }
}
