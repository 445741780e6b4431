import assert from 'node:assert/strict'
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { describe, test } from 'node:test'
import { parseEnv } from 'node:util'
import Ajv from 'ajv'
import { loadConfig, loadConsoleConfig } from '../../src/config/index.ts'
import { ensureInstalled } from '../support/install.ts'
import { newKey } from '../unit/environment.ts'

const require = createRequire(import.meta.url)
const yaml = require('js-yaml') as { load(text: string): Compose }

interface Compose {
  services: Record<string, Part>
}
interface Part {
  build?: { target: string }
  command?: string | string[]
  deploy?: { replicas: number }
  env_file?: string
  environment?: Record<string, string>
  ports?: string[]
  volumes?: string[]
  stop_grace_period?: string
}

const text = readFileSync('docker-compose.yml', 'utf8')
const compose = yaml.load(text)
const { proxy, app, console: ofAgents, redis } = compose.services as Record<string, Part>
/** The file .env as its first lines say to make it. */
const dotEnv = {
  ...parseEnv(readFileSync('.env.example', 'utf8')),
  ...Object.fromEntries(
    ['SESSION_KEYS', 'ENCRYPTION_KEYS', 'HMAC_KEYS', 'LIVE_VIEW_KEYS', 'AGENT_SESSION_KEYS'].map(name => [
      name,
      newKey(),
    ]),
  ),
} as Record<string, string>

describe('docker-compose.yml', () => {
  test('fits the schema of the Compose specification', () => {
    const schema = JSON.parse(readFileSync('node_modules/dclint/schemas/compose.schema.json', 'utf8'))
    const ajv = new Ajv.default({ allErrors: true, strict: false, validateFormats: false })
    // ajv knows this address of the draft only with a # behind it.
    const isValid = ajv.compile({ ...schema, $schema: 'http://json-schema.org/draft-07/schema#' })
    assert.ok(isValid(compose), JSON.stringify(isValid.errors, null, 2))
  })

  test('starts two instances of the wizard, and a console that gets none of its keys (X-1, X-2, AG-3)', t => {
    const folder = mkdtempSync(join(tmpdir(), 'compose-'))
    t.after(() => rmSync(folder, { recursive: true }))
    assert.equal(app!.deploy!.replicas, 2)
    const config = loadConfig({ ...dotEnv, ...app!.environment })
    assert.equal(
      `${config.PUBLIC_URL.origin}${config.BASE_PATH}`,
      compose.services['far-ends']!.environment!['WIZARD_URL'],
    )
    assert.ok(text.includes(`#   ${config.PUBLIC_URL.origin}${config.BASE_PATH} `))

    assert.equal(ofAgents!.env_file, undefined)
    const given = Object.entries(ofAgents!.environment!).map(([name, value]) => [
      name,
      value.replace(/^\$\{(\w+):\?\}$/, (_, key) => dotEnv[key]!),
    ])
    const environment = Object.fromEntries(given) as Record<string, string>
    const [volume, mounted] = ofAgents!.volumes![0]!.split(':')
    assert.ok(volume! in require('js-yaml').load(text).volumes)
    assert.equal(environment['AGENT_ACCOUNTS_FILE'], `${mounted}/accounts.json`)
    const dockerfile = readFileSync('Dockerfile', 'utf8')
    assert.match(dockerfile, new RegExp(`^RUN mkdir -m 700 ${mounted!.replace('/srv/', '')} && chown 1000:1000`, 'm'))
    writeFileSync(join(folder, 'accounts.json'), '{ "accounts": [] }', { mode: 0o600 })
    const loaded = loadConsoleConfig({ ...environment, AGENT_ACCOUNTS_FILE: join(folder, 'accounts.json') })
    assert.ok(text.includes(`#   ${loaded.AGENT_PUBLIC_URL.origin} `))
    for (const name of ['SESSION_KEYS', 'ENCRYPTION_KEYS', 'HMAC_KEYS', 'MEMBER_API_TOKEN'])
      assert.ok(!(name in environment), name)
    for (const word of [ofAgents!.command, /(src\S+) add/.exec(text)![1]].flat())
      if (word!.startsWith('src/')) assert.ok(existsSync(word!), word)
  })

  test('opens nothing to other machines, and shows the probes of each instance on this one (REL-G3)', () => {
    const ports = Object.values(compose.services).flatMap(part => part.ports ?? [])
    for (const port of ports) assert.match(port, /^127\.0\.0\.1:/)
    const { ADMIN_PORT } = loadConfig({ ...dotEnv, ...app!.environment })
    const [, from, to, inside] = /^127\.0\.0\.1:(\d+)-(\d+):(\d+)$/.exec(app!.ports![0]!)!.map(Number)
    assert.deepEqual([inside, to! - from! + 1], [ADMIN_PORT, app!.deploy!.replicas])
    assert.equal(ofAgents!.ports![0]!.split(':').at(-1), ofAgents!.environment!['ADMIN_PORT'])
    const check = /^HEALTHCHECK .*127\.0\.0\.1:(\d+)\/readyz/m.exec(readFileSync('Dockerfile', 'utf8'))![1]
    assert.deepEqual([`${ADMIN_PORT}`, ofAgents!.environment!['ADMIN_PORT']], [check, check])
    for (const part of [app, ofAgents]) assert.equal(part!.stop_grace_period, '35s')
  })

  test('has a Redis that keeps what it was told, and refuses rather than forgets', () => {
    assert.match(String(redis!.command), /--maxmemory-policy noeviction --appendonly yes --appendfsync everysec/)
    assert.deepEqual(redis!.volumes, ['redis:/data'])
  })

  test('has a proxy whose files nginx takes, with TLS by the certificate that its first lines make', async t => {
    process.env['PATH'] += ':/usr/sbin'
    const nginx = await ensureInstalled('nginx', 'nginx-light')
    await ensureInstalled('openssl', 'openssl')
    const root = mkdtempSync(join(tmpdir(), 'compose-'))
    t.after(() => rmSync(root, { recursive: true }))
    const [made] = /openssl req [\s\S]*?fullchain\.pem/.exec(text.replace(/^#/gm, ''))!
    mkdirSync(join(root, 'config/proxy/compose'), { recursive: true })
    assert.equal(spawnSync('sh', ['-c', made], { cwd: root }).status, 0)
    for (const volume of proxy!.volumes!) {
      const [from, to, mode] = volume.split(':')
      assert.equal(mode, 'ro')
      const source = existsSync(from!) ? from! : join(root, from!)
      mkdirSync(dirname(join(root, to!)), { recursive: true })
      cpSync(source, join(root, to!), { recursive: true })
    }
    mkdirSync(join(root, 'var/log/nginx'), { recursive: true })
    for (const file of ['nginx.conf', 'wizard/error-pages.conf', 'wizard/upstream.conf']) {
      const path = join(root, 'etc/nginx', file)
      const here = readFileSync(path, 'utf8').replaceAll(/\/(etc|var)\//g, `${root}/$1/`)
      // Docker's DNS knows the name.
      writeFileSync(path, here.replace('server app:3000', 'server 127.0.0.1:3000'))
    }
    const { status, stderr } = spawnSync(
      nginx,
      ['-t', '-c', join(root, 'etc/nginx/nginx.conf'), '-g', `pid ${root}/pid;`],
      {
        encoding: 'utf8',
      },
    )
    assert.equal(status, 0, stderr)
    const listening = readFileSync(join(root, 'etc/nginx/wizard/listen.conf'), 'utf8')
    assert.match(listening, new RegExp(`^listen ${proxy!.ports![0]!.split(':').at(-1)} ssl default_server;$`, 'm'))
  })
})
