import { randomBytes } from 'node:crypto'
import { loadConfig } from '../config/index.ts'
import { startServer } from '../server/index.ts'
import { startFarEnds } from './far-ends.ts'
import { gallery } from './gallery/index.ts'
import { demoStatuses, secondWays } from './second-ways.ts'

const { PORT = '3000', DEMO_INBOX_PORT = '3002' } = process.env
const wizard = `http://localhost:${PORT}`

/** `npm run demo`: the wizard on its real adapters, with the gallery, and at their far end stand-ins on this machine. */
const farEnds = await startFarEnds({
  inbox: { port: Number(DEMO_INBOX_PORT) },
  twilio: { statuses: demoStatuses },
  wizardUrl: `${wizard}/mon_compte`,
})
const config = loadConfig({ ...unlessSet(), ...secondWays, ...process.env, ...farEnds.environment })
const memberSpace = { ...config.organisation.memberSpace, url: `http://localhost:${DEMO_INBOX_PORT}/member-space` }
const band = { fr: "Environnement de test\u00a0: rien n'est réel", ar: 'بيئة اختبار: لا شيء هنا حقيقي' }
const { stop } = await startServer({ ...config, organisation: { ...config.organisation, memberSpace, band } }, gallery)
console.log(`
  Wizard             ${wizard}/mon_compte
  Inbox and members  http://localhost:${DEMO_INBOX_PORT}

  Ctrl+C stops everything.
`)

for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, async () => {
    await stop()
    await farEnds.close()
  })

/** Defaults: state in memory, and keys for this run. */
function unlessSet() {
  const key = () => randomBytes(32).toString('base64')
  return {
    PORT,
    HOST: '127.0.0.1',
    PUBLIC_URL: wizard,
    REDIS_URL: 'memory:',
    SESSION_KEYS: key(),
    ENCRYPTION_KEYS: key(),
    HMAC_KEYS: key(),
    LOG_LEVEL: 'warn',
    NODE_ENV: 'development',
  }
}
