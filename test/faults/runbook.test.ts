import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'
import { CONSEQUENCES } from '../../src/adapters/carrier/consequences.ts'
import { Limits } from '../../src/config/limits/index.ts'
import { describeError } from '../../src/observability/log.ts'
import { REASONS, SECURITY_EVENTS } from '../../src/observability/security-events.ts'
import { freePort } from '../support/free-port.ts'
import { ensureInstalled } from '../support/install.ts'
import { identityOf, walkTo } from '../support/journey.ts'
import type { Member } from '../support/member.ts'
import { type ServiceProcess, startProcess } from '../support/process.ts'
import { yaml } from '../support/prometheus.ts'
import { metricsOf } from '../support/promql.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { assertKnown, isAlarm, type Series, seriesOf, sources } from '../support/series.ts'
import { until } from '../support/until.ts'

const read = (file: string) => readFileSync(file, 'utf8')
const runbook = read('docs/runbook.md')
const [prelude, ...blocks] = [...runbook.matchAll(/^```sh\n([\s\S]*?)^```$/gm)].map(([, code]) => code!)
const prose = runbook.replace(/^```sh\n[\s\S]*?^```$/gm, '')
const parts = runbook.split(/^## /m).slice(1)
const named = new Set([...prose.matchAll(/`([^`\n]+)`/g)].map(([, text]) => text!))
const rules = (
  yaml.load(read('config/monitoring/alerts.yaml')) as { groups: { rules: { alert: string }[] }[] }
).groups.flatMap(group => group.rules.map(({ alert }) => alert))

const LOGGED_ERROR = describeError(Object.assign(new Error(), { code: 'ECONNREFUSED' }))

/** What the runbook asks of Debian and of Redis themselves, and values that it sets. */
const OF_OTHERS = [
  ...['jq', 'timedatectl', 'journalctl --vacuum-size=2G', '/srv/wizard/current', 'maxmemory', '&live:*', '["sms"]'],
]

/** The form of each part. */
const POINTS =
  /^.+\n\n- \*\*The (member|agent) sees\*\* [\s\S]+\n- \*\*It shows in\*\* [\s\S]+\n\n```sh\n[\s\S]+```\n\n- \*\*Do\*\*[\s\S]+\n- \*\*Tell the call centre\*\*: /

describe('the runbook, on a running service', () => {
  const folder = mkdtempSync(join(tmpdir(), 'runbook-'))
  let redis: TestRedis
  let service: ServiceProcess
  let stranger: Member
  let metrics: Series
  let shell: string
  before(async () => {
    redis = await startRedis()
    const adminPort = await freePort()
    service = await startProcess({
      redisUrl: redis.url,
      // A limit must be hit to be counted.
      limits: { session: { perIp: [[2, 60]] } },
      environment: { CAPTCHA: 'off', ADMIN_PORT: `${adminPort}` },
    })
    await walkTo(service, service.member(), service.enrol(), 'termine')
    stranger = service.member()
    const file = service.enrol()
    await walkTo(service, stranger, file, 'identite')
    await stranger.answer('identite', { ...identityOf(file), birthYear: '1931' })
    const third = service.member()
    await third.post('')
    await third.answer('conditions', { accepted: 'yes' })
    await service.writtenOut()
    metrics = seriesOf(await (await fetch(`http://127.0.0.1:${adminPort}/metrics`)).text())
    await ensureInstalled('jq', 'jq')
    writeFileSync(join(folder, 'redis.secrets'), '')
    for (const name of ['wizard', 'console']) writeFileSync(join(folder, `${name}.secrets`), 'LIVE_VIEW_KEYS=a\n')
    shell = `set -euo pipefail
journalctl() { cat '${folder}/log'; }
systemctl() { echo "$@"; }
redis-cli() { [ "$*" != "\${*#--tls}" ]; command redis-cli -p ${redis.port} "\${@:6}"; }
${prelude!.replace('9461 9462 9465', `${adminPort}`)}`
  })
  after(async () => {
    await service?.stop()
    await redis?.stop()
    rmSync(folder, { recursive: true, force: true })
  })

  /** Runs commands of the page; throws if one fails or complains. */
  async function run(commands: string): Promise<string> {
    writeFileSync(join(folder, 'log'), service.output.join('\n'))
    const reference = service.lines().flatMap(line => (line['reference'] ? [String(line['reference'])] : []))[0]!
    const script = `${shell}${commands}`.replaceAll('/etc/wizard', folder).replace(/R-\d{7}/, reference)
    const { stdout, stderr } = await promisify(execFile)('bash', ['-c', script])
    assert.equal(stderr, '', commands)
    assert.doesNotMatch(stdout, /^ERR /m, commands)
    return stdout
  }

  test('has the same five points in each part, and names each alert', () => {
    assert.ok(parts.length >= 11)
    for (const part of parts) assert.match(part, POINTS)
    for (const alert of rules) assert.ok(named.has(alert), `${alert} leads nowhere`)
  })

  test('quotes what pages say', () => {
    const copy = read('locales/fr.json').replaceAll('\u00a0', ' ')
    const quotes = [...prose.matchAll(/« ([^»]+) »/g)].map(([, quote]) => quote!.replace(/\s+/g, ' '))
    assert.ok(quotes.length > 10)
    for (const quote of quotes) assert.ok(copy.includes(quote), `no page says « ${quote} »`)
  })

  test('names only metrics, alerts, alarms, log lines, events, commands, settings and files that exist', () => {
    assert.deepEqual(
      [...named].filter(text => !exists(text)),
      [],
    )
  })

  test('gives limits as they are', () => {
    const figures = [...prose.matchAll(/`((?:[a-z]\w*\.)+\w+)` \((\d+)(?: in (\d+))?/g)]
    assert.ok(figures.length > 5)
    for (const [, path, figure, seconds] of figures) {
      const value = limitAt(path!)
      assert.deepEqual(Array.isArray(value) ? value[0] : value, seconds ? [+figure!, +seconds] : +figure!, path)
    }
  })

  test('has commands that run, whose every query of metrics has an answer', async () => {
    for (const block of blocks) {
      assert.notEqual(await run(block), '', block)
      for (const [, program] of block.matchAll(/jq [^'"]*['"](.*?)['"](?: \||\n|$|;)/g)) assertRead(program!)
      for (const [line] of block.matchAll(/^metrics .*$/gm))
        if (!line.includes('status="5') && !line.includes(' 1$')) assert.notEqual(await run(line), '', line)
    }
    for (const text of named) if (/^(redis|log \|) /.test(text)) await run(text)
  })

  test('shows a dead Redis by its first commands: the alarm, the unready instance, the line of the log', async () => {
    await redis.kill()
    await until('a page says so', async () => (await stranger.get('identite')).status === 503)
    const [first] = blocks
    await until('the first commands say so', async () =>
      /wizard_alarm\{name="redis-down"\} 1\nwizard_ready 0\n[\s\S]*"alarm","redis-down",true/.test(await run(first!)),
    )
    assert.match(await run(`metrics 'wizard_requests_total.*status="5'`), /status="503"/)
    assert.match(await run(blocks.join('').match(/^log .*== "redis".*$/m)![0]), /ECONNREFUSED/)
  })

  function exists(text: string): boolean {
    const isAny = (...words: readonly (readonly string[])[]) => words.some(list => list.includes(text))
    if (/^(wizard|nodejs|process)_/.test(text)) return isKnown(text)
    if (text.startsWith('sms-…')) return isAlarm('sms-theirs')
    if (/^[A-Z]+(_[A-Z]+)+$/.test(text)) return new RegExp(`^#?${text}=`, 'm').test(read('.env.example'))
    const [, script] = /^npm run (\S+)/.exec(text) ?? []
    if (script) return script in (JSON.parse(read('package.json')) as { scripts: object }).scripts
    if (/^(redis|log \|) /.test(text)) return true
    const [, message] = /^"msg":"(.+)"$/.exec(text) ?? []
    if (message) return isMessage(message)
    if (/^[a-z]+(\.\w+)+$/.test(text) && limitAt(text) !== undefined) return true
    return (
      isAny(rules, SECURITY_EVENTS, REASONS, Object.keys(CONSEQUENCES), OF_OTHERS) ||
      isAlarm(text) ||
      existsSync(text) ||
      isMessage(text) ||
      isField(text.replace('.', '')) ||
      sources.some(source => source.includes(text.includes(' ') ? text : `'${text}'`))
    )
  }

  function isKnown(text: string): boolean {
    assertKnown(metrics, metricsOf(text))
    return true
  }

  /** Fields and words that a command reads from the log. */
  function assertRead(program: string): void {
    for (const [, field, word] of program.matchAll(/\.(\w+) == \\?"([\w /-]+)\\?"/g)) {
      const known = {
        msg: isMessage,
        event: (event: string) => SECURITY_EVENTS.some(each => each === event),
        service: (name: string) => !!metrics.get('wizard_dependency_seconds_count')?.get('name')?.has(name),
        route: (route: string) => !!metrics.get('wizard_request_seconds_count')?.get('route')?.has(route),
        level: (level: string) => ['error', 'fatal'].includes(level),
      }[field!]
      assert.ok(known?.(word!), `no line has ${word} as its ${field}`)
    }
    for (const [, field, inner] of program.replace(/"[^"]*"/g, '').matchAll(/(?<!\w)\.([a-zA-Z]+)(?:\.(\w+))?/g)) {
      assert.ok(isField(field!), `no line has a field ${field}`)
      if (inner) assert.ok(inner in LOGGED_ERROR, `no error is logged with its ${inner}`)
    }
  }

  function isField(name: string): boolean {
    return (
      service.lines().some(line => name in line) ||
      read('docs/audit.md').includes(`| \`${name}\` |`) ||
      sources.some(source => new RegExp(`\\b(?:log|logOf\\(req\\))\\.\\w+\\(\\{[^}]*\\b${name}\\b`).test(source))
    )
  }
})

function limitAt(path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((section, name) => (section as Record<string, unknown> | undefined)?.[name], Limits.parse({}))
}

/** Whether a line of the log can have this as its message. */
function isMessage(text: string): boolean {
  return sources.some(source => new RegExp(`\\.(?:info|warn|error|fatal)\\([^\\n]*'${text}'\\)`).test(source))
}
