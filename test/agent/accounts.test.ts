import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type Account, BeingChanged, changeAccounts, readAccounts } from '../../src/agent/sign-in/accounts.ts'
import { codeOf, createTotp } from '../../src/agent/sign-in/totp.ts'
import { AGENT_PASSWORD } from '../support/console.ts'

const folder = mkdtempSync(join(tmpdir(), 'accounts-'))
const file = join(folder, 'accounts.json')
const [older, newer] = [randomBytes(32), randomBytes(32)]
after(() => rmSync(folder, { recursive: true }))

/** Runs `npm run agent:<command>` as its script does; `type` answers what it asks, given what it has written so far. */
async function run(words: string[], type: (written: string) => string | undefined = () => undefined, keys = [older]) {
  const env = {
    PATH: process.env['PATH'],
    AGENT_ACCOUNTS_FILE: file,
    AGENT_SESSION_KEYS: keys.map(key => key.toString('base64')).join(','),
  }
  const child = spawn(process.execPath, ['src/agent/sign-in/cli.ts', ...words], { env })
  let output = ''
  let answered = 0
  const read = (text: string) => {
    output += text
    // One answer to each question.
    for (const questions = output.match(/: $/gm)?.length ?? 0; answered < questions; answered++) {
      const answer = type(output)
      if (answer === undefined) child.stdin.end()
      else child.stdin.write(`${answer}\n`)
    }
  }
  child.stdout.setEncoding('utf8').on('data', read)
  child.stderr.setEncoding('utf8').on('data', text => (output += text))
  const code = await new Promise<number | null>(resolve => child.once('close', resolve))
  return { code, output }
}

const secretIn = (output: string) => /secret=([A-Z2-7]+)/.exec(output)?.[1]

/** Types the password twice, and the code of the secret that is then shown. */
const enrols =
  (password = AGENT_PASSWORD) =>
  (written: string) => {
    const secret = secretIn(written)
    return secret ? codeOf(secret) : password
  }

describe('npm run agent:add', () => {
  test('makes an account with a password, and a second factor that its first code confirms (AG-4)', async () => {
    const { code, output } = await run(['add', 'amina'], enrols())
    assert.equal(code, 0, output)
    assert.match(output, /otpauth:\/\/totp\/CNOPS:amina\?/)
    assert.match(output, /[▀▄█]{10}/)
    assert.ok(!output.includes(AGENT_PASSWORD))
    const [account] = await readAccounts(file)
    assert.deepEqual([account!.name, account!.role, account!.disabled], ['amina', 'agent', false])
    const written = readFileSync(file, 'utf8')
    assert.ok(!written.includes(secretIn(output)!) && !written.includes(AGENT_PASSWORD))
    assert.match(account!.passwordHash, /^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    assert.equal(createTotp([older]).open(account!.sealedSecret, 'amina'), secretIn(output))
  })

  test('writes a file that only its owner reads, and leaves none beside it (AG-4)', () => {
    assert.equal(statSync(file).mode & 0o777, 0o600)
    assert.ok(!existsSync(`${file}.new`))
  })

  const refusals: [what: string, words: string[], type: (written: string) => string | undefined, says: RegExp][] = [
    ['a short password', ['add', 'short'], enrols('only eleven'), /at least 12 characters/],
    ['a common password', ['add', 'common'], enrols('password1234'), /easily guessed/],
    [
      'two passwords that differ',
      ['add', 'two'],
      written => (written.match(/: /g)!.length > 1 ? 'another' : AGENT_PASSWORD),
      /differ/,
    ],
    [
      'a wrong first code',
      ['add', 'code'],
      written => (secretIn(written) ? '000000' : AGENT_PASSWORD),
      /nothing is kept/,
    ],
    ['a name that exists', ['add', 'amina'], enrols(), /amina exists/],
    ['a name with other characters', ['add', 'Amina B'], enrols(), /2 to 40 of a-z/],
    ['an unknown role', ['add', 'root', 'admin'], enrols(), /usage/],
    ['no answer', ['add', 'nobody'], () => undefined, /nothing was typed/],
  ]
  for (const [what, words, type, says] of refusals)
    test(`refuses ${what}, and keeps nothing (AG-4)`, async () => {
      const before = readFileSync(file, 'utf8')
      const { code, output } = await run(words, type)
      assert.equal(code, 1)
      assert.match(output, says)
      assert.equal(readFileSync(file, 'utf8'), before)
    })
})

describe('npm run agent:reset, disable and list', () => {
  before(async () => {
    assert.equal((await run(['add', 'samir', 'supervisor'], enrols())).code, 0)
  })

  test('list names accounts and roles, and nothing secret', async () => {
    const { output } = await run(['list'])
    assert.deepEqual(
      output
        .trim()
        .split('\n')
        .map(line => line.split(/\s+/)),
      [
        ['amina', 'agent'],
        ['samir', 'supervisor'],
      ],
    )
  })

  test('refuse in one line while another change is under way, or one was cut off (AG-4)', async () => {
    const fresh = `${file}.new`
    writeFileSync(fresh, '')
    const { code, output } = await run(['disable', 'samir'])
    rmSync(fresh)
    assert.deepEqual([code, output], [1, `${fresh} exists: remove it unless somebody else is changing accounts\n`])
  })

  test('disable closes an account, and reset opens it with another password and second factor (AG-4)', async () => {
    const before = (await readAccounts(file)).find(({ name }) => name === 'samir')!
    assert.equal((await run(['disable', 'samir'])).code, 0)
    assert.match((await run(['list'])).output, /samir +supervisor disabled/)
    const { code, output } = await run(['reset', 'samir'], enrols('un autre mot de passe entier'))
    assert.equal(code, 0, output)
    const now = (await readAccounts(file)).find(({ name }) => name === 'samir')!
    assert.deepEqual([now.role, now.disabled], ['supervisor', false])
    assert.notEqual(now.passwordHash, before.passwordHash)
    assert.notEqual(now.sealedSecret, before.sealedSecret)
    assert.ok(now.changedAt > before.changedAt)
  })

  test('say that there is no such account', async () => {
    for (const command of ['disable', 'reset']) {
      const { code, output } = await run([command, 'nobody'], enrols())
      assert.equal(code, 1)
      assert.match(output, /nobody does not exist/)
    }
  })

  test('seal all secrets under the newest key and leave all else, so that the older one can go (X-1)', async () => {
    const before = await readAccounts(file)
    const lost = { ...before[0]!, name: 'lost', sealedSecret: createTotp([randomBytes(32)]).seal('GEZDGNBV', 'lost') }
    await changeAccounts(file, () => [...before, lost])
    const { code, output } = await run(['reseal'], undefined, [newer, older])
    assert.deepEqual([code, output], [1, 'lost needs agent:reset: no key opens its second factor\n'])
    const totp = createTotp([newer])
    const now = await readAccounts(file)
    for (const { name, sealedSecret } of now.slice(0, -1)) assert.ok(totp.open(sealedSecret, name), name)
    assert.deepEqual(now.map(withoutSecret), [...before, lost].map(withoutSecret))
    await changeAccounts(file, () => now.slice(0, -1))
  })

  test('ask for the two variables that they need, at once (X-2)', async () => {
    const child = spawn(process.execPath, ['src/agent/sign-in/cli.ts', 'list'], { env: { PATH: process.env['PATH'] } })
    let output = ''
    child.stderr.setEncoding('utf8').on('data', text => (output += text))
    await new Promise(resolve => child.once('close', resolve))
    assert.match(output, /AGENT_SESSION_KEYS: is missing\n.*AGENT_ACCOUNTS_FILE: is missing/s)
  })
})

describe('a change of the accounts file', () => {
  test('is refused while another is under way, which keeps what it was to keep', async () => {
    const before = await readAccounts(file)
    writeFileSync(`${file}.new`, '')
    await assert.rejects(
      changeAccounts(file, () => []),
      BeingChanged,
    )
    rmSync(`${file}.new`)
    assert.deepEqual(await readAccounts(file), before)
  })

  test('that fails leaves the file as it was', async () => {
    const before = await readAccounts(file)
    await assert.rejects(changeAccounts(file, ([first]) => [{ ...first!, name: 'Not A Name' }]))
    assert.deepEqual(await readAccounts(file), before)
    assert.ok(!existsSync(`${file}.new`))
  })
})

function withoutSecret({ sealedSecret: _, ...rest }: Account): Omit<Account, 'sealedSecret'> {
  return rest
}
