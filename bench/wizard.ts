import { randomBytes } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { Limits } from '../src/config/limits/index.ts'
import { freePort } from '../test/support/free-port.ts'
import type { Program } from './server.ts'

const MANY = 1_000_000
/** The later place first: an older checkout has the earlier one. */
const LIMITS = ['src/config/limits/index.ts', 'src/config/limits.ts']

/** The wizard of the checkout at `root` as its `npm start` runs it in production, with limits that a crowd does not reach. */
export async function wizardProgram(
  { root, folder, name }: { root: string; folder: string; name: string },
  environment: Record<string, string>,
) {
  const limitsFile = join(folder, `${name}-limits.json`)
  const [limitsModule] = LIMITS.map(file => join(root, file)).filter(file => existsSync(file))
  const { Limits } = await import(pathToFileURL(limitsModule!).href)
  writeFileSync(limitsFile, JSON.stringify(generous(Limits.parse({}))))
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { scripts: { start: string } }
  const port = await freePort()
  const adminPort = await freePort()
  const key = () => randomBytes(32).toString('base64')
  const origin = `http://127.0.0.1:${port}`
  const program: Program = {
    command: scripts.start,
    folder: root,
    environment: {
      PORT: String(port),
      HOST: '127.0.0.1',
      ADMIN_PORT: String(adminPort),
      PUBLIC_URL: origin,
      TRUST_PROXY: '1',
      SESSION_KEYS: key(),
      ENCRYPTION_KEYS: key(),
      HMAC_KEYS: key(),
      LIVE_VIEW_KEYS: key(),
      CAPTCHA: 'altcha',
      LIMITS_FILE: limitsFile,
      ...environment,
    },
    readyUrl: `http://127.0.0.1:${adminPort}/readyz`,
    logFile: join(folder, `${name}.log`),
  }
  return { origin, program }
}

/** Few tries save the driver work and the server none: making and checking a puzzle costs it the same. */
function generous(limits: Limits): Limits {
  const usual = withWideWindows(limits)
  return {
    ...usual,
    identity: { ...usual.identity, floorMs: 0 },
    captcha: { ...usual.captcha, tries: 10 },
    ...('server' in usual && { server: { ...usual.server, ...patient(usual.server) } }),
  }
}

/** Raises every overload limit that this checkout has, so that no request is refused; an older one has fewer. */
function patient(server: Limits['server']): Partial<Limits['server']> {
  return Object.fromEntries(Object.keys(server).flatMap(name => (name.endsWith('DelayMs') ? [[name, 10_000]] : [])))
}

/** With the count of every `[count, seconds]` raised. */
function withWideWindows<Value>(value: Value): Value {
  if (typeof value !== 'object' || value === null) return value
  if (!Array.isArray(value))
    return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withWideWindows(inner)])) as Value
  return (value.every(Array.isArray) ? value.map(([, seconds]) => [MANY, seconds]) : value) as Value
}
