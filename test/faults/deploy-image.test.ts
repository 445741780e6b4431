import assert from 'node:assert/strict'
import { chownSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { freePort } from '../support/free-port.ts'
import { imageStore, whyNoImages } from '../support/images.ts'
import { copyProject } from '../support/project-copy.ts'
import { send } from '../support/raw.ts'
import { surroundings } from '../support/surroundings.ts'
import { newKey } from '../unit/environment.ts'

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'))
const { packages } = JSON.parse(readFileSync('package-lock.json', 'utf8'))
/** Two cores are shared with other test files. */
const TIMEOUT = { timeout: 900_000 }
const why = whyNoImages()

describe('the images, built by buildah on stand-ins for their bases', { skip: why ?? false, ...TIMEOUT }, () => {
  let images: Awaited<ReturnType<typeof imageStore>>
  let copy: Awaited<ReturnType<typeof copyProject>>
  let around: Awaited<ReturnType<typeof surroundings>>
  let app: ReturnType<typeof images.open>
  before(async () => {
    images = await imageStore()
    copy = await copyProject('context')
    // Beside the Dockerfile, as in a trial.
    for (const name of ['.env', 'config/.env.local', 'config/proxy/compose/privkey.pem'])
      writeFileSync(join(copy.folder, name), 'SESSION_KEYS=geheim\n')
    around = await surroundings()
    images.makeBases()
    for (const target of ['far-ends', 'app']) await images.build(target, copy.folder)
    app = images.open('app')
  }, TIMEOUT)
  after(async () => {
    await around?.stop()
    await copy?.remove()
    images?.remove()
  })

  test('hold no key of a trial, in no layer, and of packages and sources what production needs (X-1, X-3)', () => {
    const inLayers = images.filesOfLayers().filter(name => /\/srv\//.test(name) && /\.env|\.pem$|\.git$/.test(name))
    assert.deepEqual(
      inLayers.filter(name => !name.includes('/node_modules/')),
      [],
    )
    const at = (name = '') => readdirSync(join(app.root, 'srv', name))
    const roots = ['.npmrc', 'accounts', 'config', 'locales', 'node_modules', 'package-lock.json', 'package.json']
    assert.deepEqual(at().toSorted(), [...roots, 'public', 'src', 'views'])
    assert.ok(!at('src').includes('demo') && !at('src').includes('assets'))
    assert.ok(at('public/assets').some(name => /\.css\.br$/.test(name)))
    const needed = Object.entries<{ dev?: boolean; optional?: boolean; devOptional?: boolean }>(packages)
      .filter(([, { dev, optional, devOptional }]) => !dev && !optional && !devOptional)
      .flatMap(([path]) => /^node_modules\/((?:@[^/]+\/)?[^/]+)$/.exec(path)?.[1] ?? [])
    const carried = at('node_modules').flatMap(name =>
      name.startsWith('@') ? at(`node_modules/${name}`).map(inner => `${name}/${inner}`) : name,
    )
    assert.deepEqual(carried.filter(name => !name.startsWith('.')).toSorted(), needed.toSorted())
  })

  test(
    'run the wizard as user 1000, on no file that it could change, by the pinned Node, until SIGTERM drains it (X-3, REL-G1)',
    TIMEOUT,
    async () => {
      assert.equal(app.settings.User, '1000:1000')
      const [port] = around.ports
      const adminPort = await freePort()
      const { LIMITS_FILE: _file, NODE_ENV: _env, ...variables } = around.environment
      const running = app.start({ ...variables, PORT: `${port}`, ADMIN_PORT: `${adminPort}`, LOG_LEVEL: 'info' })
      const probe = (path: string) => fetch(`http://127.0.0.1:${adminPort}${path}`).catch(() => undefined)
      await running.until(async () => (await probe('/readyz'))?.ok)
      const page = await send(around.origin)
      assert.equal(page.status, 200)
      const [style] = /[\w/]+\.[\w-]+\.css/i.exec(page.text)!
      assert.equal((await fetch(new URL(style, around.origin))).status, 200)
      assert.equal((await fetch(`${around.origin}/gallery`)).status, 404)
      const figures = await (await probe('/metrics'))!.text()
      assert.ok(figures.includes(`nodejs_version_info{version="v${dependencies.node}"`), figures)
      assert.equal(await running.end('SIGTERM'), 0, running.output())
      assert.match(running.output(), /"sys_shutdown"/)
    },
  )

  test('run the console by another command, with a folder of its own for accounts', TIMEOUT, async () => {
    const { uid, gid, mode } = statSync(join(app.root, 'srv/accounts'))
    assert.deepEqual([uid, gid, mode & 0o777], [1000, 1000, 0o700])
    const accounts = join(app.root, 'srv/accounts/accounts.json')
    writeFileSync(accounts, '{ "accounts": [] }', { mode: 0o600 })
    chownSync(accounts, 1000, 1000)
    const [agentPort, adminPort] = [await freePort(), await freePort()]
    const variables = {
      AGENT_PUBLIC_URL: `http://localhost:${agentPort}`,
      AGENT_PORT: `${agentPort}`,
      ADMIN_PORT: `${adminPort}`,
      AGENT_SESSION_KEYS: newKey(),
      LIVE_VIEW_KEYS: newKey(),
      REDIS_URL: 'memory:',
      AGENT_ACCOUNTS_FILE: '/srv/accounts/accounts.json',
    }
    const running = app.start(variables, { command: ['node', 'src/agent/main.ts'] })
    await running.until(async () => (await fetch(`http://127.0.0.1:${adminPort}/readyz`).catch(() => undefined))?.ok)
    assert.equal((await fetch(`http://localhost:${agentPort}/connexion`)).status, 200)
    assert.equal(await running.end('SIGINT'), 0, running.output())
  })

  test('run the stand-ins for a trial', TIMEOUT, async () => {
    const farEnds = images.open('far-ends')
    assert.equal(farEnds.settings.User, '1000:1000')
    const { MEMBER_API_TOKEN, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN } = around.environment as Record<string, string>
    const secrets = { MEMBER_API_TOKEN, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN } as Record<string, string>
    // Its ports are fixed, and perhaps taken on this machine.
    const running = farEnds.start(secrets, { network: false })
    await running.until(() => /The far ends are up/.test(running.output()))
    assert.equal(await running.end('SIGTERM'), 0, running.output())
  })
})
