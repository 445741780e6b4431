import assert from 'node:assert/strict'
import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { after, before, describe, test } from 'node:test'
import { sampleMembers } from '../src/demo/member-data/members.ts'
import { freePort } from './support/free-port.ts'
import { answersOf, contactsOf, PASSWORD, walk } from './support/journey.ts'
import { Member } from './support/member.ts'
import { until } from './support/until.ts'

let demo: ChildProcess
let wizard: string
let inbox: string
let agents: string
let printed = ''
before(async () => {
  const [port, inboxPort, agentPort] = [await freePort(), await freePort(), await freePort()]
  wizard = `http://localhost:${port}`
  inbox = `http://localhost:${inboxPort}`
  agents = `http://localhost:${agentPort}`
  // Beside other tests the event loop is late, which the demo would take for an overload.
  const limits = join(mkdtempSync(join(tmpdir(), 'demo-')), 'limits.json')
  writeFileSync(
    limits,
    JSON.stringify({ server: { eventLoopDelayMs: 10_000, pageDelayMs: 10_000, formDelayMs: 10_000 } }),
  )
  const ports = { PORT: port, AGENT_PORT: agentPort, DEMO_INBOX_PORT: inboxPort, ADMIN_PORT: 0 }
  const environment = { ...ports, LIMITS_FILE: limits }
  demo = spawn(process.execPath, ['src/demo/main.ts'], {
    env: { ...process.env, ...(environment as object) },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  for await (const output of demo.stdout!) {
    printed += output
    if (printed.includes('Ctrl+C')) break
  }
})
after(async () => {
  demo.kill('SIGTERM')
  await once(demo, 'exit')
})

const given = new Set<string>()

/** Newest first. */
async function messagesInInbox(): Promise<{ channel: string; code?: string }[]> {
  const { messages } = await (await fetch(`${inbox}/messages.json`)).json()
  return messages
}

/** The code that the inbox page shows last, once it is another than those before. */
async function codeInInbox(): Promise<string> {
  let code = ''
  await until('another code arrived', async () => {
    code = (await messagesInInbox()).find(message => message.code)?.code ?? ''
    return Boolean(code) && !given.has(code) && (await (await fetch(inbox)).text()).includes(code)
  })
  given.add(code)
  return code
}

describe('npm run demo', () => {
  test('prints an account with which an agent signs in to the console', async () => {
    const [, account = '', password = '', code = ''] =
      /account (\S+), password “(.+)”, code (\d{6})/.exec(printed) ?? []
    const agent = new Member(agents, '')
    await agent.get('connexion')
    assert.equal((await agent.post('connexion', { name: account, password, code })).path, '')
    assert.equal((await agent.get('')).status, 200)
    assert.match(await (await fetch(inbox)).text(), new RegExp(`${account}</h3>.*${password}`, 's'))
  })

  test('shows every page in every state', async () => {
    assert.match(await (await fetch(`${wizard}/gallery`)).text(), /href="\/gallery\/identity\.blank\?lang=ar"/)
    assert.equal((await fetch(`${wizard}/gallery/identity.blank`)).status, 200)
  })

  test('says on every page, in its languages, that nothing is real', async () => {
    for (const path of ['mon_compte', 'mon_compte/accessibilite', 'mon_compte/nulle-part', 'gallery/identity.blank'])
      for (const [mode, words] of [
        ['fr', /Environnement de test\u00a0: rien n/],
        ['ar', /بيئة اختبار: لا شيء/],
        ['both', /Environnement de test.*بيئة اختبار/s],
      ] as const) {
        const page = await (await fetch(`${wizard}/${path}?lang=${mode}`)).text()
        assert.match(/<aside class="app-band">.*?<\/aside>/s.exec(page)![0], words, `${path} ${mode}`)
      }
  })

  test('takes a sample member from the start to a sign-in with the new password', async () => {
    const { name, file: known } = sampleMembers[0]!
    const file = known as Parameters<typeof contactsOf>[0]
    const member = new Member(wizard)
    assert.match(await (await fetch(inbox)).text(), new RegExp(file.registrationNumber))

    await walk(member, answersOf(file, codeInInbox))
    const done = await member.get('termine')
    assert.match(done.html, new RegExp(`href="${inbox}/member-space"`))

    const signIn = (password: string) =>
      fetch(`${inbox}/member-space`, {
        method: 'POST',
        body: new URLSearchParams({ login: contactsOf(file).email, password }),
      })
    assert.match(await (await signIn(PASSWORD)).text(), new RegExp(name))
    assert.notEqual((await signIn(`${PASSWORD}!`)).status, 200)
  })

  test('leads from its root to the wizard', async () => {
    const { status, headers } = await fetch(wizard, { redirect: 'manual' })
    assert.deepEqual([status, headers.get('location')], [302, '/mon_compte'])
  })

  test('empties its inbox, and resets its members, so that one is activated a second time', async () => {
    await until('both notices of the activation arrived', async () => {
      const notices = (await messagesInInbox()).filter(({ code }) => !code)
      return notices.length === 2 && new Set(notices.map(({ channel }) => channel)).size === 2
    })
    const press = async (path: string) => {
      const { status, url } = await fetch(inbox + path, { method: 'POST' })
      assert.deepEqual([status, url], [200, `${inbox}/`])
    }
    await press('/empty')
    assert.deepEqual(await messagesInInbox(), [])
    await press('/members/reset')
    const file = sampleMembers[0]!.file as Parameters<typeof contactsOf>[0]
    await walk(new Member(wizard), answersOf(file, codeInInbox))
  })

  test('ends with free ports in one line if its own are in use', async () => {
    const { port } = new URL(wizard)
    const second = spawn(process.execPath, ['src/demo/main.ts'], {
      env: { ...process.env, PORT: port, AGENT_PORT: new URL(agents).port, DEMO_INBOX_PORT: '0', ADMIN_PORT: '0' },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const closed = once(second, 'close')
    const [said, errors, [code]] = await Promise.all([text(second.stdout), text(second.stderr), closed])
    assert.deepEqual([code, said], [1, ''])
    assert.match(
      errors,
      new RegExp(
        `^In use: port ${port} \\(PORT\\), port \\d+ \\(AGENT_PORT\\)\\. Free: PORT=\\d+ AGENT_PORT=\\d+ npm run demo\\n$`,
      ),
    )
  })
})
