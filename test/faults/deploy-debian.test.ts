import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { cpSync, existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { get } from 'node:https'
import { connect } from 'node:net'
import { after, before, describe, test } from 'node:test'
import tls from 'node:tls'
import { Agent, buildConnector, setGlobalDispatcher } from 'undici'
import { codeOf } from '../../src/agent/sign-in/totp.ts'
import { openStream } from '../support/agent-stream.ts'
import { AGENT_PASSWORD, AgentBrowser } from '../support/console.ts'
import { blocksOf, debianMachine, type Machine, readUnit, syntaxError } from '../support/debian-machine.ts'
import { freePort } from '../support/free-port.ts'
import { ensureInstalled } from '../support/install.ts'
import { leadsTo, walkOn, walkTo } from '../support/journey.ts'
import { Member } from '../support/member.ts'
import { listens } from '../support/nginx.ts'
import { productionCopy } from '../support/production-copy.ts'
import { surroundings } from '../support/surroundings.ts'
import { until } from '../support/until.ts'

const DOCUMENT = 'docs/deploy-debian.md'
const WIZARD = 'https://activation.example.ma'
const CONSOLE = 'https://agents.example.ma'
const { run, root } = blocksOf(DOCUMENT)
const UNITS = ['wizard@.service', 'wizard-console.service']
const TIMEOUT = { timeout: 120_000 }
const PATIENT = { eventLoopDelayMs: 10_000, pageDelayMs: 10_000, formDelayMs: 10_000 }

/** The block that has these words, from the document. */
function block(words: string, among = run): string {
  const found = among.filter(each => each.includes(words))
  assert.equal(found.length, 1, `“${words}” is in ${found.length} blocks`)
  return found[0]!
}

describe('a machine set up as docs/deploy-debian.md says', () => {
  let machine: Machine
  let around: Awaited<ReturnType<typeof surroundings>>
  const ends: (() => unknown)[] = []
  const running = new Map<string, Awaited<ReturnType<Machine['start']>>>()
  const start = async (unit: string) => void running.set(unit, await machine.start(unit))
  let redis: Awaited<ReturnType<Machine['startRedis']>>
  let secret: string
  const memberOn = async (page: 'email' | 'mobile') => {
    const [member, file] = [new Member(WIZARD), around.enrol()]
    await walkTo(around, member, file, page)
    return { member, file }
  }

  before(async () => {
    machine = await debianMachine()
    // A busy machine turns no request away.
    const limits = { server: { ...PATIENT, drainWaitMs: 2500 } }
    around = await surroundings({ limits, environment: { PUBLIC_URL: WIZARD } })
    for (const release of ['0.2.0', '0.3.0']) releaseOf(machine.path(`/srv/wizard/releases/${release}`))
    renameStyles(machine.path('/srv/wizard/releases/0.3.0/public/assets/'))

    await machine.run(block('ln -sfn releases/0.2.0'))
    await machine.run(block('CN=CA of this machine'))
    await machine.run(block('privkey.pem'))
    await machine.run(block('SESSION_KEYS='))
    await machine.run(block('PUBLIC_URL='))
    await machine.run(block('redis.conf'))
    await machine.run(block('deploy/systemd'))
    await fillIn()
    redis = await machine.startRedis()
    assert.match(await machine.run(block('src/server/check/index.ts')), /^(\w+: reached\n){4}/m)
    await Promise.all([start('wizard@1'), start('wizard@2'), enrol(machine).then(drawn => (secret = drawn))])
    await start('wizard-console')
    await machine.run(block('cp config/proxy/nginx.conf'))
    await machine.run(block('nginx -t'))
    const nginx = machine.startNginx()
    ends.push(() => nginx.end('SIGTERM'))
    await until('nginx listens', () => listens(machine.port(443)))
    resolveHere(machine)
  }, TIMEOUT)
  after(async () => {
    for (const { kill } of [...running.values(), ...(redis ? [redis] : [])]) await kill()
    for (const end of ends) await end()
    await around.stop()
    machine.remove()
  })

  test(
    'takes a member through nginx, two instances and Redis over TLS, and API and mail by a CA of one’s own',
    TIMEOUT,
    async () => {
      const done = new Member(WIZARD)
      await walkTo(around, done, around.enrol(), 'termine')
      assert.match((await done.get('termine')).headers.get('strict-transport-security') ?? '', /max-age/)
      const path = '/mon_compte/email?x=1'
      const redirect = await fetch(`http://activation.example.ma${path}`, { redirect: 'manual' })
      assert.deepEqual([redirect.status, redirect.headers.get('location')], [301, WIZARD + path])
      for (const unit of ['wizard@1', 'wizard@2']) assert.match(running.get(unit)!.output(), /"msg":"request"/, unit)
      const settings = machine.read('/etc/wizard/wizard.secrets').split('\n')
      const outputs = [...running.values()].map(({ output }) => output()).join('')
      for (const [, secret] of settings.map(line => /=(.{16,})/.exec(line) ?? []))
        assert.ok(!secret || !outputs.includes(secret))
    },
  )

  test(
    'gives an agent the console, with an account of the document’s command and streams that nothing holds back',
    TIMEOUT,
    async () => {
      const agent = new AgentBrowser(CONSOLE, 'amina', secret)
      const { member } = await memberOn('email')
      const reference = /R-\d{3} \d{4}/.exec((await member.get('email')).html)![0]
      leadsTo('email', await member.post('accompagnement', { open: 'yes' }))
      leadsTo('', await agent.signIn())
      await agent.get('')
      leadsTo('suivi', await agent.post('', { reference, ground: 'call' }))
      const stream = await openStream(`${CONSOLE}/suivi/flux`, agent.cookies)
      await until('the first events came while the stream is open', () => stream.names().includes('now'), 8000)
      stream.stop()
      await stream.ended
    },
  )

  test(
    'goes over to a new release under load: files of both versions are served, and nobody’s request fails (REL-G1)',
    TIMEOUT,
    async () => {
      const { member, file } = await memberOn('email')
      const styles: string[] = []
      const failures: unknown[] = []
      const askForPage = async () => {
        const page = await fetch(`${WIZARD}/mon_compte`)
        assert.equal(page.status, 200)
        const href = /href="([^"]+\/cnops\.[^"]+\.css)"/.exec(await page.text())![1]!
        const style = await fetch(WIZARD + href)
        assert.equal(style.status, 200, href)
        assert.match(await style.text(), /govuk/)
        styles.push(href)
      }
      const load: Promise<unknown>[] = []
      const note = (work: Promise<unknown>) => load.push(work.catch(error => failures.push(error)))
      const often = setInterval(() => note(askForPage()), 100)
      // Instances take turns: without others a page and its style would always come from the same two.
      const others = setInterval(
        () => note(fetch(`${WIZARD}/mon_compte`).then(page => assert.equal(page.status, 200))),
        130,
      )
      try {
        await machine.run(block('ln -sfn releases/0.3.0'))
        // While the second drains, both versions answer.
        for (const unit of ['wizard@1', 'wizard@2']) {
          assert.equal(await running.get(unit)!.end('SIGTERM'), 0)
          await start(unit)
        }
      } finally {
        clearInterval(often)
        clearInterval(others)
      }
      await Promise.all(load)
      assert.deepEqual(failures, [])
      const everyVersion = new Set(styles)
      assert.equal(everyVersion.size, 2)
      for (const href of everyVersion) assert.equal((await fetch(WIZARD + href)).status, 200, 'also afterwards')
      await walkOn(around, member, file, 'mobile')
    },
  )

  test(
    'gets new certificates under load: Redis’ and nginx’, and nobody’s request fails (REL-G1)',
    TIMEOUT,
    async () => {
      const { member } = await memberOn('email')
      const seen = new Set<string>()
      const failures: unknown[] = []
      const load: Promise<unknown>[] = []
      const ask = async () => {
        const { status, certificate } = await overOwnConnection(machine, '/mon_compte/email', member.cookies)
        assert.equal(status, 200)
        seen.add(certificate)
      }
      const often = setInterval(() => load.push(ask().catch(error => failures.push(error))), 50)
      const before = { nginx: await certificateAt(machine, 443), redis: await certificateAt(machine, 6379) }
      try {
        await machine.run(block('CONFIG SET tls-cert-file'))
        await until(
          'Redis shows its new certificate',
          async () => (await certificateAt(machine, 6379)) !== before.redis,
        )
        // Signs in at Redis anew.
        assert.match(await machine.run(block('src/server/check/index.ts')), /^REDIS_URL: reached$/m)
        await machine.run(block('privkey.pem'))
        await machine.run(block('nginx -s reload'))
        await until('members get the new certificate', () => seen.size === 2)
      } finally {
        clearInterval(often)
      }
      await Promise.all(load)
      assert.deepEqual(failures, [])
      assert.ok(seen.has(before.nginx) && load.length > 20)
    },
  )

  test('is restored from its backup: a member and an agent go on', TIMEOUT, async () => {
    const { member, file } = await memberOn('mobile')
    await machine.run(block('tar -cf'))
    const accounts = machine.read('/var/lib/wizard-console/accounts.json')
    writeFileSync(machine.path('/var/lib/wizard-console/accounts.json'), '')
    await Promise.all([...running.values()].map(({ kill }) => kill()))
    const bad = await fetch(`${WIZARD}/mon_compte`)
    assert.deepEqual([bad.status, bad.headers.get('retry-after')], [502, '60'])
    assert.equal(await bad.text(), readFileSync('config/proxy/wizard/errors/unavailable.html', 'utf8'))
    await redis.kill()
    await machine.run(block('tar -xpf'))
    assert.equal(machine.read('/var/lib/wizard-console/accounts.json'), accounts)
    redis = await machine.startRedis()
    await Promise.all([...running.keys()].map(start))
    await until('nginx tries them again', async () => (await fetch(`${WIZARD}/mon_compte`)).status === 200)
    assert.equal((await member.get('mobile')).status, 200)
    await walkOn(around, member, file, 'mot-de-passe')
  })

  /** What an operator fills in by hand: their own addresses and secrets, and here the ports of this machine. */
  async function fillIn(): Promise<void> {
    const { environment } = around
    const api = new URL(environment['MEMBER_API_URL']!)
    api.protocol = 'https:'
    const [apiPort, mailPort] = [
      await tlsBefore(Number(api.port)),
      await tlsBefore(Number(new URL(environment['SMTP_URL']!).port)),
    ]
    const pick = (...names: string[]) => Object.fromEntries(names.map(name => [name, environment[name]!]))
    setIn('wizard.env', {
      MEMBER_API_URL: `https://localhost:${apiPort}${api.pathname}`,
      ...pick('TWILIO_ACCOUNT_SID', 'TWILIO_API_URL', 'LIMITS_FILE'),
    })
    setIn('wizard.secrets', {
      SMTP_URL: `smtps://localhost:${mailPort}`,
      ...pick('MEMBER_API_TOKEN', 'TWILIO_AUTH_TOKEN'),
    })
    setIn('console.env', {
      ...pick('LIMITS_FILE'),
      AGENT_ACCOUNTS_FILE: machine.path('/var/lib/wizard-console/accounts.json'),
      AGENT_PORT: String(machine.port(3001)),
      ADMIN_PORT: String(machine.port(9465)),
      HOST: '127.0.0.1',
    })
  }

  function setIn(name: string, values: Record<string, string>): void {
    let text = machine.read(`/etc/wizard/${name}`)
    for (const [variable, value] of Object.entries(values)) {
      const line = new RegExp(`^${variable}=.*$`, 'm')
      text = line.test(text) ? text.replace(line, () => `${variable}=${value}`) : `${text}${variable}=${value}\n`
    }
    writeFileSync(machine.path(`/etc/wizard/${name}`), text)
  }

  /** TLS before a server of this test, with the certificate for `localhost` that the machine's CA has signed. Returns its port. */
  async function tlsBefore(port: number): Promise<number> {
    const own = await freePort()
    const [key, cert] = ['key', 'pem'].map(kind => machine.read(`/etc/redis/tls/redis.${kind}`))
    const server = tls.createServer({ key: key!, cert: cert! }, secure => {
      const clear = connect(port, '127.0.0.1')
      secure.on('error', () => clear.destroy()).pipe(clear)
      clear.on('error', () => secure.destroy()).pipe(secure)
    })
    await new Promise<void>(resolve => server.listen(own, 'localhost', resolve))
    ends.push(() => server.close())
    return own
  }
})

describe('the blocks that the test of docs/deploy-debian.md only reads', () => {
  test('are shell, and name files and units that there are', () => {
    assert.ok(root.length > 5)
    for (const each of root) {
      assert.equal(syntaxError(each), '')
      for (const [, name] of each.matchAll(/\b(wizard(?:-console|@))(?:\$?\w)*(?=\.service| |$)/gm))
        assert.ok(UNITS.includes(`${name}.service`) || /releases|\/wizard/.test(each), name)
    }
    assert.ok(existsSync('src/agent/sign-in/cli.ts'))
  })

  test('start both services under the same bounds of memory as npm does', () => {
    const { scripts } = JSON.parse(readFileSync('package.json', 'utf8'))
    const boundsIn = (command: string) => command.match(/--max-[a-z-]+=\d+/g)
    for (const [n, script] of [scripts.start, scripts.console].entries()) {
      const [started] = readUnit(readFileSync(`deploy/systemd/${UNITS[n]}`, 'utf8'))['ExecStart']!
      assert.deepEqual(boundsIn(started!), boundsIn(script), UNITS[n])
    }
  })

  test('start units that systemd can read, that have little to lose, and that have time to drain (REL-G1, X-1)', async () => {
    const analyze = await ensureInstalled('systemd-analyze', 'systemd')
    for (const name of UNITS) {
      const path = `deploy/systemd/${name}`
      const { stderr } = spawnSync(analyze, ['verify', '--man=no', path.replace('@.', '@1.')], { encoding: 'utf8' })
      const complaints = stderr
        .split('\n')
        .filter(line => line && !/\/srv\/wizard\/current\/\S+ is not executable/.test(line))
      assert.deepEqual(complaints, [], name)
      const security = spawnSync(analyze, ['security', '--offline=true', '--threshold=20', path], { encoding: 'utf8' })
      assert.equal(
        security.status,
        0,
        security.stdout
          .split('\n')
          .filter(line => line.startsWith('✗'))
          .join('\n'),
      )
      const unit = readUnit(readFileSync(path, 'utf8'))
      assert.ok(Number(unit['TimeoutStopSec']) > 30, 'a stop takes 30 s at most')
      const { KillSignal, Restart, StartLimitIntervalSec, LogRateLimitIntervalSec } = unit
      assert.deepEqual([KillSignal, Restart, StartLimitIntervalSec, LogRateLimitIntervalSec].flat(), [
        'SIGTERM',
        'always',
        '0',
        '0',
      ])
      assert.doesNotMatch(String(unit['Environment']), /KEYS|TOKEN|PASSWORD|_URL/)
      assert.match(String(unit['LoadCredential']), /^secrets\.env:\/etc\/wizard\/\w+\.secrets$/)
      assert.match(String(unit['User']), /^wizard/)
    }
  })
})

/** A release as the document's first block leaves it: what production needs, with the built files and the packages of this one. */
function releaseOf(folder: string): void {
  productionCopy(folder)
  cpSync('deploy', `${folder}/deploy`, { recursive: true })
}

/** Another version's styles: their names hold another hash. */
function renameStyles(assets: string): void {
  const names = JSON.parse(readFileSync(`${assets}manifest.json`, 'utf8')) as Record<string, string>
  const old = names['cnops.css']!
  const hash = createHash('sha256').update(old).digest('hex').slice(0, 8).toUpperCase()
  const fresh = `cnops.${hash}.css`
  for (const file of readdirSync(assets).filter(each => each.startsWith(old)))
    renameSync(assets + file, assets + file.replace(old, fresh))
  writeFileSync(`${assets}manifest.json`, JSON.stringify({ ...names, 'cnops.css': fresh }))
}

/** From now on this process finds the machine's two hosts on it, and trusts its CA. */
function resolveHere(machine: Machine): void {
  const secure = buildConnector({ ca: machine.read('/etc/wizard/ca.pem') })
  setGlobalDispatcher(
    new Agent({
      connect(options, done) {
        const isOurs = options.hostname.endsWith('.example.ma')
        const port = machine.port(options.protocol === 'https:' ? 443 : 80)
        const servername = options.hostname
        secure(isOurs ? { ...options, servername, hostname: '127.0.0.1', port: String(port) } : options, done)
      },
    }),
  )
}

/** What a client gets that connects for one request alone, and the certificate that it is shown. */
function overOwnConnection(machine: Machine, path: string, cookie: string) {
  const { promise, resolve, reject } = Promise.withResolvers<{ status: number | undefined; certificate: string }>()
  const { hostname } = new URL(WIZARD)
  const place = { host: '127.0.0.1', port: machine.port(443), servername: hostname, path, agent: false } as const
  get({ ...place, ca: machine.read('/etc/wizard/ca.pem'), headers: { host: hostname, cookie } }, answer => {
    const certificate = (answer.socket as tls.TLSSocket).getPeerX509Certificate()!.fingerprint256
    answer
      .resume()
      .once('error', reject)
      .once('end', () => resolve({ status: answer.statusCode, certificate }))
  }).once('error', reject)
  return promise
}

/** The certificate that whoever connects to a port of the machine is shown. */
async function certificateAt(machine: Machine, port: number): Promise<string> {
  const socket = tls.connect({
    ...{ host: '127.0.0.1', port: machine.port(port) },
    ...{ ca: machine.read('/etc/wizard/ca.pem'), servername: port === 443 ? new URL(WIZARD).hostname : 'localhost' },
  })
  await once(socket, 'secureConnect')
  const certificate = socket.getPeerX509Certificate()!.fingerprint256
  socket.destroy()
  return certificate
}

/** Types what the document's command for a new account asks. Returns the secret of its second factor. */
async function enrol(machine: Machine): Promise<string> {
  await machine.run('mkdir -p -m 700 /var/lib/wizard-console')
  const command = machine.here(block('cli.ts add', root).split('\n').slice(1, -2).join('\n'))
  assert.match(command, /runuser -u wizard-console -- /)
  const shell = spawn('bash', ['-euc', command.replace('runuser -u wizard-console -- ', 'exec ')])
  let [output, answered] = ['', 0]
  const secret = () => /secret=([A-Z2-7]+)/.exec(output)?.[1]
  for (const stream of [shell.stdout, shell.stderr])
    stream.setEncoding('utf8').on('data', text => {
      output += text
      for (const asked = output.match(/: $/gm)?.length ?? 0; answered < asked; answered++)
        shell.stdin.write(`${secret() ? codeOf(secret()!) : AGENT_PASSWORD}\n`)
    })
  const code = await new Promise(resolve => shell.once('close', resolve))
  assert.equal(code, 0, output)
  return secret()!
}
