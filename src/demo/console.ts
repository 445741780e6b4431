import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { accountPasswords } from '../adapters/argon2.ts'
import type { MemoryStore } from '../adapters/memory/index.ts'
import { startConsole } from '../agent/server.ts'
import { changeAccounts } from '../agent/sign-in/accounts.ts'
import { codeOf, createTotp } from '../agent/sign-in/totp.ts'
import { loadConsoleConfig } from '../config/index.ts'
import type { Organisation } from '../config/organisation.ts'

const PASSWORD = 'un canard au marché'
const ACCOUNTS = [
  { name: 'agent', role: 'agent' },
  { name: 'superviseur', role: 'supervisor' },
] as const

export interface DemoAccount {
  name: string
  password: string
  code(): string
}

/** The call-centre console on the wizard's memory, with an agent and a supervisor whose accounts last as long as it runs. */
export async function startDemoConsole(
  environment: Record<string, string | undefined>,
  organisation: Partial<Organisation>,
  memory: MemoryStore,
) {
  const folder = await mkdtemp(join(tmpdir(), 'console-'))
  const file = join(folder, 'accounts.json')
  await changeAccounts(file, () => [])
  // ADMIN_PORT is the wizard's here.
  const config = loadConsoleConfig({ ...environment, ADMIN_PORT: '0', AGENT_ACCOUNTS_FILE: file })
  const totp = createTotp(config.AGENT_SESSION_KEYS)
  const passwordHash = await accountPasswords().hash(PASSWORD)
  const people = ACCOUNTS.map(account => ({ ...account, secret: totp.newSecret() }))
  await changeAccounts(file, () =>
    people.map(({ secret, ...account }) => ({
      ...account,
      passwordHash,
      sealedSecret: totp.seal(secret, account.name),
      disabled: false,
      changedAt: Date.now(),
    })),
  )
  const { stop } = await startConsole({ ...config, organisation: { ...config.organisation, ...organisation } }, memory)
  return {
    accounts: people.map(({ name, secret }): DemoAccount => ({ name, password: PASSWORD, code: () => codeOf(secret) })),
    async stop() {
      await stop()
      await rm(folder, { recursive: true })
    },
  }
}
