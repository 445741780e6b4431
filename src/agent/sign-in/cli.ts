import { renderUnicodeCompact } from 'uqr'
import { accountPasswords } from '../../adapters/argon2.ts'
import { BadConfiguration, loadAccountsConfig } from '../../config/index.ts'
import { accountPasswordProblem } from '../../domain/passwords/account-password-rule.ts'
import { guessTestFor } from '../../domain/passwords/common-passwords.ts'
import { ACCOUNT_NAME, type Account, BeingChanged, changeAccounts, readAccounts } from './accounts.ts'
import { createQuestions, Refused } from './questions.ts'
import { createTotp, stepOf, uriOf } from './totp.ts'

const USAGE = `usage: npm run agent:add -- <name> [agent|supervisor]
       npm run agent:list
       npm run agent:disable -- <name>
       npm run agent:reset -- <name>      new password and second factor; enables the account
       npm run agent:reseal               seals all second factors under the first of AGENT_SESSION_KEYS`
const PROBLEMS = {
  short: 'the password needs at least 12 characters',
  long: 'the password has too many characters',
  common: 'the password is easily guessed',
}

/** `npm run agent:add|list|disable|reset|reseal`: keeps the accounts of AGENT_ACCOUNTS_FILE. */
const [command = '', name = '', role = 'agent'] = process.argv.slice(2)
try {
  const { AGENT_ACCOUNTS_FILE: file, AGENT_SESSION_KEYS: keys, organisation } = loadAccountsConfig()
  const totp = createTotp(keys)
  if (command === 'list') await list(file)
  else if (command === 'disable') await disable(file)
  else if (command === 'reseal') await reseal()
  else if (command === 'add' || command === 'reset') await enrol(command)
  else throw new Refused(USAGE)

  async function enrol(how: 'add' | 'reset'): Promise<void> {
    if (!ACCOUNT_NAME.test(name)) throw new Refused(`${USAGE}\n\na name has 2 to 40 of a-z, 0-9, dot, dash, underscore`)
    if (role !== 'agent' && role !== 'supervisor') throw new Refused(USAGE)
    const known = (await readAccounts(file)).find(account => account.name === name)
    if (how === 'add' ? known : !known) throw new Refused(`${name} ${known ? 'exists' : 'does not exist'}`)
    const ask = createQuestions()
    try {
      const password = await ask.secretly('Password: ')
      const problem = accountPasswordProblem(password, name, guessTestFor(organisation))
      if (problem) throw new Refused(PROBLEMS[problem])
      if ((await ask.secretly('The same again: ')) !== password) throw new Refused('the passwords differ')
      const secret = totp.newSecret()
      const uri = uriOf(secret, name, organisation.shortName)
      console.log(`\nTo be scanned with an authenticator application:\n\n${renderUnicodeCompact(uri)}\n\n${uri}\n`)
      const code = await ask.openly('Its first code: ')
      if (stepOf(secret, code.replace(/\s/g, '')) === undefined)
        throw new Refused('that is not its code: nothing is kept')
      await keep({
        name,
        role: known?.role ?? role,
        passwordHash: await accountPasswords().hash(password),
        sealedSecret: totp.seal(secret, name),
        disabled: false,
        changedAt: Date.now(),
      })
      console.log(`${name} can sign in`)
    } finally {
      ask.close()
    }
  }

  async function keep(account: Account): Promise<void> {
    await changeAccounts(file, accounts => [...accounts.filter(each => each.name !== account.name), account])
  }

  /** After it an older key can go: no session ends, and authenticator applications stay as they are. */
  async function reseal(): Promise<void> {
    await changeAccounts(file, accounts =>
      accounts.map(account => {
        const secret = totp.open(account.sealedSecret, account.name)
        if (secret) return { ...account, sealedSecret: totp.seal(secret, account.name) }
        console.error(`${account.name} needs agent:reset: no key opens its second factor`)
        process.exitCode = 1
        return account
      }),
    )
  }
} catch (error) {
  const isExpected = [Refused, BeingChanged, BadConfiguration].some(kind => error instanceof kind)
  console.error(isExpected ? (error as Error).message : error)
  process.exitCode = 1
}

async function list(file: string): Promise<void> {
  for (const { name, role, disabled } of await readAccounts(file))
    console.log([name.padEnd(40), role.padEnd(10), disabled ? 'disabled' : ''].join(' ').trimEnd())
}

async function disable(file: string): Promise<void> {
  await changeAccounts(file, accounts => {
    if (!accounts.some(account => account.name === name)) throw new Refused(`${name} does not exist`)
    return accounts.map(account =>
      account.name === name ? { ...account, disabled: true, changedAt: Date.now() } : account,
    )
  })
  console.log(`${name} can no longer sign in, and is signed out`)
}
