import { randomBytes } from 'node:crypto'
import { createMemoryStore } from '../adapters/memory/index.ts'
import { loadConfig } from '../config/index.ts'
import { readOrganisation } from '../config/organisation-file.ts'
import { startServer } from '../server/index.ts'
import { type DemoAccount, startDemoConsole } from './console.ts'
import { startFarEnds } from './far-ends.ts'
import { gallery } from './gallery/index.ts'
import { portsInUse } from './listen.ts'
import { sampleMembers } from './member-data/members.ts'
import { onFile } from './member-data/on-file.ts'
import { demoStatuses, secondWays } from './twilio/second-ways.ts'

const { PORT = '3000', AGENT_PORT = '3001', DEMO_INBOX_PORT = '3002', ADMIN_PORT = '9464' } = process.env
const wizard = `http://localhost:${PORT}`
const agents = `http://localhost:${AGENT_PORT}`
const inbox = `http://localhost:${DEMO_INBOX_PORT}`
let accounts: readonly DemoAccount[] = []

const wanted = { PORT, AGENT_PORT, DEMO_INBOX_PORT, ADMIN_PORT }
const inUse = await portsInUse(Object.fromEntries(Object.entries(wanted).map(([name, port]) => [name, Number(port)])))
if (inUse) {
  console.error(inUse)
  process.exit(1)
}

const insurer = readOrganisation(process.env['ORGANISATION'] || undefined)
/** `npm run demo`: the wizard on its real adapters, with the gallery, the console, and at the far end stand-ins on this machine. */
const farEnds = await startFarEnds({
  memberData: { members: sampleMembers.map(onFile(insurer)) },
  inbox: { port: Number(DEMO_INBOX_PORT), agents: () => accounts },
  twilio: { statuses: demoStatuses },
  wizardUrl: `${wizard}/mon_compte`,
})
const environment = {
  ...unlessSet(),
  ...secondWays,
  ...process.env,
  ...farEnds.environment,
  TWILIO_FROM: insurer.shortName,
}
const config = loadConfig(environment)
const memberSpace = { ...config.organisation.memberSpace, url: `${inbox}/member-space` }
const band = { fr: "Environnement de test\u00a0: rien n'est réel", ar: 'بيئة اختبار: لا شيء هنا حقيقي' }
const memory = createMemoryStore(config.limits)
const organisation = { ...config.organisation, memberSpace, band }
const { stop } = await startServer({ ...config, organisation }, withFront, memory)
const callCentre = await startDemoConsole(environment, { band }, memory)
accounts = callCentre.accounts
const [agent] = accounts
console.log(`
  Wizard             ${wizard}/mon_compte
  Agents' console    ${agents}
    account ${agent!.name}, password “${agent!.password}”, code ${agent!.code()} (each works once; the next are in the inbox)
  Inbox and members  ${inbox}

  Ctrl+C stops everything.
`)

for (const signal of ['SIGTERM', 'SIGINT'] as const)
  process.once(signal, async () => {
    await callCentre.stop()
    await stop()
    await farEnds.close()
  })

/** The gallery, and at the root the way to the wizard. */
function withFront(...of: Parameters<typeof gallery>) {
  return gallery(...of).get('/', (_req, res) => res.redirect(`${config.BASE_PATH}`))
}

/** Defaults: state in memory, and keys for this run. */
function unlessSet() {
  const key = () => randomBytes(32).toString('base64')
  return {
    PORT,
    HOST: '127.0.0.1',
    PUBLIC_URL: wizard,
    REDIS_URL: 'memory:',
    AGENT_PORT,
    AGENT_PUBLIC_URL: agents,
    AGENT_SESSION_KEYS: key(),
    SESSION_KEYS: key(),
    ENCRYPTION_KEYS: key(),
    HMAC_KEYS: key(),
    LIVE_VIEW_KEYS: key(),
    LOG_LEVEL: 'warn',
    NODE_ENV: 'development',
  }
}
