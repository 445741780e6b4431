import { open, readFile, rename, rm, stat } from 'node:fs/promises'
import { z } from 'zod'
import { Unavailable } from '../../ports/index.ts'

/** Stands in audit lines in clear, so it holds nothing that could be mistaken there. */
export const ACCOUNT_NAME = /^[a-z\d][a-z\d._-]{1,39}$/

const Account = z.strictObject({
  name: z.string().regex(ACCOUNT_NAME),
  role: z.enum(['agent', 'supervisor']),
  passwordHash: z.string().startsWith('$argon2id$'),
  sealedSecret: z.string(),
  disabled: z.boolean(),
  /** Milliseconds since 1970. Sessions that began before end. */
  changedAt: z.int(),
})

const Accounts = z.strictObject({ accounts: z.array(Account) })

export type Account = z.output<typeof Account>

/** Nobody but the process's own user may read or write it. */
const MODE = 0o600

/** Reads AGENT_ACCOUNTS_FILE anew whenever it has changed. Throws `Unavailable` if it cannot be trusted. */
export function createAccounts(file: string): {
  list(): Promise<readonly Account[]>
  find(name: string): Promise<Account | undefined>
} {
  let known: { version: string; accounts: readonly Account[] } | undefined

  return {
    list,
    find: async name => (await list()).find(account => account.name === name),
  }

  async function list(): Promise<readonly Account[]> {
    try {
      const { mode, ino, mtimeMs, size } = await stat(file)
      if ((mode & 0o777) !== MODE) throw new Error(`${file} must have mode 0600`)
      const version = `${ino} ${mtimeMs} ${size}`
      if (known?.version !== version) known = { version, accounts: await readAccounts(file) }
      return known.accounts
    } catch (cause) {
      throw new Unavailable('accounts', { cause, outcome: 'none' })
    }
  }
}

/** Empty if the file does not exist yet. Throws if it is no list of accounts. */
export async function readAccounts(file: string): Promise<Account[]> {
  const text = await readFile(file, 'utf8').catch(error => {
    if (error.code === 'ENOENT') return '{ "accounts": [] }'
    throw error
  })
  return Accounts.parse(JSON.parse(text)).accounts
}

/** Another change is under way, or was when its process ended. */
export class BeingChanged extends Error {}

/** Writes what `change` makes of the accounts, whole or not at all. Throws `BeingChanged`. */
export async function changeAccounts(file: string, change: (accounts: Account[]) => Account[]): Promise<void> {
  const fresh = `${file}.new`
  // It exists while somebody else changes the file: two changes must not undo each other.
  const handle = await open(fresh, 'wx', MODE).catch(cause => {
    if (cause.code !== 'EEXIST') throw cause
    throw new BeingChanged(`${fresh} exists: remove it unless somebody else is changing accounts`, { cause })
  })
  try {
    const accounts = change(await readAccounts(file))
    await handle.writeFile(`${JSON.stringify(Accounts.parse({ accounts }), null, 2)}\n`)
    await handle.sync()
    await rename(fresh, file)
  } catch (error) {
    await rm(fresh, { force: true })
    throw error
  } finally {
    await handle.close()
  }
}
