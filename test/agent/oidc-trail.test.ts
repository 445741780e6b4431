import assert from 'node:assert/strict'
import { createInterface } from 'node:readline'
import { after, before, test } from 'node:test'
import { AgentBrowser, consoleSurroundings } from '../support/console.ts'
import { launch } from '../support/launch.ts'
import { AMINA, oidcEnvironment, oidcProvider, type Person } from '../support/oidc-provider.ts'

let provider: Awaited<ReturnType<typeof oidcProvider>>
let around: Awaited<ReturnType<typeof consoleSurroundings>>
let running: ReturnType<typeof launch>
const output: string[] = []
before(async () => {
  provider = await oidcProvider()
  const environment = { ...oidcEnvironment(provider.issuer), AGENT_OIDC_MFA: 'amr:otp', LOG_LEVEL: 'info' }
  around = await consoleSurroundings({ environment })
  const env = { PATH: process.env['PATH'], ...around.environment }
  running = launch([process.execPath, 'src/agent/main.ts'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  for (const stream of [running.child.stdout, running.child.stderr])
    createInterface({ input: stream! }).on('line', line => void output.push(line))
  await written('sys_startup')
})
after(async () => {
  running.child.kill('SIGKILL')
  around.remove()
  await provider.stop()
})

const written = (event: string, times = 1) =>
  running.until(
    () => trail().filter(line => line.startsWith(event)).length >= times,
    () => output.join('\n'),
  )

const trail = () =>
  output
    .map(line => JSON.parse(line))
    .filter(({ msg }) => msg === 'audit')
    .map(({ event, reason, agent, route }) => [event, reason, agent, route].filter(Boolean).join(' '))

/** Returns the status of the end, and the address at which the browser came back. */
async function signIn(agent: AgentBrowser, person: Person): Promise<{ status: number; back: string }> {
  provider.person = person
  const there = (await agent.get('connexion/fournisseur')).headers.get('location')!
  const { pathname, search } = await provider.visit(there)
  const back = `${pathname.slice(1)}${search}`
  return { back, status: (await agent.get(back)).status }
}

test('the trail says who signed in at the provider, who did not and why, and holds no code or token (L-1, AG-4)', async () => {
  const browser = () => new AgentBrowser(around.origin, '', '')
  assert.equal((await browser().get('connexion/fournisseur')).status, 503)
  await provider.start(around.origin)
  const agent = browser()
  const { status, back } = await signIn(agent, AMINA)
  assert.equal(status, 303)
  await agent.get('')
  await agent.post('deconnexion')
  await agent.get(back)
  assert.equal((await signIn(browser(), { ...AMINA, roles: ['accounting'] })).status, 403)
  assert.equal((await signIn(browser(), { ...AMINA, amr: ['pwd'] })).status, 403)
  assert.equal((await signIn(browser(), { sub: 'auth0|5f7', roles: 'call-centre', amr: ['otp'] })).status, 303)
  provider.strange = true
  assert.equal((await signIn(browser(), { ...AMINA, preferred_username: 'Amina É\u202e' })).status, 403)
  provider.strange = false
  assert.equal((await signIn(browser(), { ...AMINA, preferred_username: 'Amina É\u202e' })).status, 303)
  await written('authn_login_success', 3)
  assert.deepEqual(trail().slice(1), [
    'authn_login_fail provider /connexion/fournisseur',
    'authn_login_success amina+248289761001 /connexion/retour',
    'session_expired left amina+248289761001 /deconnexion',
    'authn_login_fail expired /connexion/retour',
    'authn_login_fail role amina+248289761001 /connexion/retour',
    'authn_login_fail second-factor amina+248289761001 /connexion/retour',
    'authn_login_success PtFezy5r2MXzuk4M5ao-fX /connexion/retour',
    'authn_login_fail wrong /connexion/retour',
    'authn_login_success Amina--+248289761001 /connexion/retour',
  ])
  const code = new URLSearchParams(back.split('?')[1]).get('code')!
  for (const secret of [code, 'eyJ', 'a-secret-of-the-console']) assert.ok(!output.join('\n').includes(secret), secret)
})
