import { randomBytes } from 'node:crypto'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accountPasswords } from '../../src/adapters/argon2.ts'
import { startConsole } from '../../src/agent/server.ts'
import { type Account, changeAccounts } from '../../src/agent/sign-in/accounts.ts'
import { codeOf, createTotp } from '../../src/agent/sign-in/totp.ts'
import { loadConsoleConfig } from '../../src/config/index.ts'
import { freePort } from './free-port.ts'
import { Member, type Page } from './member.ts'

interface Options {
  /** `memory:` unless another is given. */
  redisUrl?: string
  limits?: Record<string, object>
  environment?: Record<string, string>
}

export const AGENT_PASSWORD = 'trois mots longs et un canard'
const key = () => randomBytes(32).toString('base64')
const passwordHash = await accountPasswords().hash(AGENT_PASSWORD)

/** What the console needs around it: ports, keys, a limits file and a file of accounts, in which each name is an agent. */
export async function consoleSurroundings({ redisUrl = 'memory:', limits = {}, environment = {} }: Options = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'console-'))
  const accountsFile = join(folder, 'accounts.json')
  const limitsFile = join(folder, 'limits.json')
  writeFileSync(limitsFile, JSON.stringify({ server: { drainWaitMs: 0 }, ...limits }))
  await changeAccounts(accountsFile, () => [])
  const [port, adminPort] = [await freePort(), await freePort()]
  const origin = `http://localhost:${port}`
  const variables: Record<string, string> = {
    AGENT_PORT: `${port}`,
    AGENT_PUBLIC_URL: origin,
    AGENT_SESSION_KEYS: key(),
    LIVE_VIEW_KEYS: key(),
    AGENT_ACCOUNTS_FILE: accountsFile,
    LIMITS_FILE: limitsFile,
    REDIS_URL: redisUrl,
    HOST: '127.0.0.1',
    ADMIN_PORT: `${adminPort}`,
    LOG_LEVEL: 'silent',
    NODE_ENV: 'test',
    ...environment,
  }
  const totp = createTotp(variables['AGENT_SESSION_KEYS']!.split(',').map(each => Buffer.from(each, 'base64')))
  return {
    origin,
    adminPort,
    accountsFile,
    environment: variables,
    /** Adds an account, with `AGENT_PASSWORD`. */
    async hire(name: string, facts: Partial<Account> = {}): Promise<AgentBrowser> {
      const secret = totp.newSecret()
      const account = { name, role: 'agent', passwordHash, disabled: false, changedAt: Date.now(), ...facts } as const
      const sealedSecret = totp.seal(secret, name)
      await changeAccounts(accountsFile, accounts => [...accounts, { ...account, sealedSecret }])
      return new AgentBrowser(origin, name, secret)
    },
    change: (change: (account: Account) => Account) => changeAccounts(accountsFile, all => all.map(change)),
    remove: () => rmSync(folder, { recursive: true }),
  }
}

export type ConsoleService = Awaited<ReturnType<typeof startConsoleService>>

/** The console on its real adapters, on free ports of this machine. */
export async function startConsoleService(options: Options = {}) {
  const around = await consoleSurroundings(options)
  const server = await startConsole(loadConsoleConfig(around.environment))
  return {
    ...around,
    probe: (path: string) => fetch(`http://127.0.0.1:${around.adminPort}${path}`),
    async stop() {
      await server.stop()
      around.remove()
    },
  }
}

/** An agent at a browser. Paths are those of the console, without the slash in front. */
export class AgentBrowser extends Member {
  readonly account: string
  readonly secret: string

  constructor(origin: string, account: string, secret: string) {
    super(origin, '')
    this.account = account
    this.secret = secret
  }

  /** Another browser of the same agent. */
  elsewhere(origin: string): AgentBrowser {
    return new AgentBrowser(origin, this.account, this.secret)
  }

  /** The code of now, or of so many steps later. */
  code(steps = 0): string {
    return codeOf(this.secret, Date.now() + steps * 30_000)
  }

  async signIn(fields: Record<string, string> = {}): Promise<Page> {
    await this.get('connexion')
    return this.post('connexion', { name: this.account, password: AGENT_PASSWORD, code: this.code(), ...fields })
  }
}
