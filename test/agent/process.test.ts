import assert from 'node:assert/strict'
import { createInterface } from 'node:readline'
import { after, before, describe, test } from 'node:test'
import { AGENT_PASSWORD, consoleSurroundings } from '../support/console.ts'
import { launch } from '../support/launch.ts'

let around: Awaited<ReturnType<typeof consoleSurroundings>>
let running: ReturnType<typeof launch>
const output: string[] = []
before(async () => {
  const limits = { assistance: { signIn: { perName: [[2, 900]] } } }
  around = await consoleSurroundings({ limits, environment: { LOG_LEVEL: 'info' } })
  // Nothing else: none of the wizard's keys, member API, mail server or Twilio.
  const env = { PATH: process.env['PATH'], ...around.environment }
  running = launch([process.execPath, 'src/agent/main.ts'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  for (const stream of [running.child.stdout, running.child.stderr])
    createInterface({ input: stream! }).on('line', line => void output.push(line))
  await written('"sys_startup"')
})
after(() => {
  running.child.kill('SIGKILL')
  around.remove()
})

const written = (words: string) =>
  running.until(
    () => output.some(line => line.includes(words)),
    () => output.join('\n'),
  )

/** The lines of the audit trail so far, without what differs each time. */
const trail = () =>
  output
    .map(line => JSON.parse(line))
    .filter(({ msg }) => msg === 'audit')
    .map(({ event, outcome, reason, agent, route }) => [event, outcome, reason, agent, route].filter(Boolean).join(' '))

describe('the process of the console', () => {
  test('runs on the environment of the console alone (AG-3)', async () => {
    const probe = (path: string) => fetch(`http://127.0.0.1:${around.adminPort}${path}`)
    assert.equal((await probe('/readyz')).status, 200)
    assert.equal((await fetch(`${around.origin}/connexion`)).status, 200)
  })

  test('writes to the audit trail who signed in, who did not and why, and nothing that was typed (L-1, AG-4)', async () => {
    const agent = await around.hire('amina')
    await agent.signIn({ password: 'a wrong password' })
    const code = agent.code()
    await agent.signIn({ code })
    await agent.get('')
    await agent.post('deconnexion')
    await agent.signIn({ code })
    await agent.signIn({ code })
    await agent.signIn({ code: agent.code(1) })
    await agent.signIn({ name: 'my-secret-password' })
    await agent.get('connexion')
    await agent.post('connexion', {}, { 'sec-fetch-site': 'cross-site' })
    await written('"malicious_csrf"')
    assert.deepEqual(trail().slice(1), [
      'authn_login_fail failure wrong amina /connexion',
      'authn_login_success success amina /connexion',
      'session_expired success left amina /deconnexion',
      'authn_login_fail failure used amina /connexion',
      'authn_login_fail failure used amina /connexion',
      'authn_login_lock failure name /connexion',
      'authn_login_fail failure unknown-id /connexion',
      'malicious_csrf failure origin /connexion',
    ])
    for (const secret of [AGENT_PASSWORD, 'a wrong password', 'my-secret-password', code, agent.secret])
      assert.ok(!output.some(line => line.includes(secret)), secret)
  })

  test('ends by itself when it is told to stop (REL-G1)', async () => {
    assert.equal(await running.end('SIGTERM'), 0)
    assert.equal(trail().at(-1), 'sys_shutdown success')
  })
})
