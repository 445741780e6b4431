import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { type Child, startChild } from '../support/child.ts'
import { type Alert, prometheusConfig, promtool, startPrometheus, yaml } from '../support/prometheus.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { surroundings } from '../support/surroundings.ts'
import { until } from '../support/until.ts'

interface Case {
  name: string
  promql_expr_test: { exp_samples?: { labels: string }[] }[]
}

const read = (file: string) => readFileSync(`config/monitoring/${file}`, 'utf8')
const { tests: cases } = yaml.load(read('alerts.test.yaml')) as { tests: Case[] }
const rules = (
  yaml.load(read('alerts.yaml')) as { groups: { rules: { alert: string; for: string }[] }[] }
).groups.flatMap(group => group.rules)

const seconds = (time: string) => Number.parseInt(time, 10) * { s: 1, m: 60, h: 3600 }[time.at(-1) as 's' | 'm' | 'h']

describe('the rules, to promtool', () => {
  test('are valid, and so is the configuration of Prometheus', async () => {
    assert.match(await promtool('check', 'config', 'config/monitoring/prometheus.yaml'), /rules found/)
  })

  test('speak in each fault as the cases say, and in no other', async () => {
    assert.match(await promtool('test', 'rules', 'config/monitoring/alerts.test.yaml'), /SUCCESS/)
  })

  test('have a case for each fault that has an alarm, a reason for each that has none, and a case for each alert', () => {
    const reasons = [...read('alerts.test.yaml').matchAll(/^# (F\d+) \(.+\): .{30}/gm)].map(([, fault]) => fault!)
    const faults = new Set([...reasons, ...cases.map(({ name }) => name.split(' ')[0])])
    for (let n = 1; n <= 16; n++) assert.ok(faults.has(`F${n}`), `nothing is said of F${n}`)
    const expected = cases.flatMap(({ promql_expr_test }) =>
      promql_expr_test.flatMap(({ exp_samples = [] }) => exp_samples),
    )
    for (const { alert } of rules)
      assert.ok(
        expected.some(({ labels }) => labels.includes(`"${alert}"`)),
        `${alert} never speaks`,
      )
    assert.ok(cases.filter(({ name }) => name.startsWith('silent')).length >= 3)
  })

  test('speak of a Redis that is dead or cannot write within two minutes, scraping and judging included', () => {
    const { scrape_interval, evaluation_interval } = prometheusConfig().global
    for (const name of ['WizardNotReady', 'WizardRedisUnusable']) {
      const rule = rules.find(({ alert }) => alert === name)!
      const total = [scrape_interval, evaluation_interval, rule.for].map(seconds).reduce((sum, part) => sum + part)
      assert.ok(total <= 120, `${name} speaks after ${total} s`)
    }
  })
})

describe("a started instance, to Debian's Prometheus", () => {
  const disk = mkdtempSync(join(tmpdir(), 'disk-'))
  let redis: TestRedis
  let around: Awaited<ReturnType<typeof surroundings>>
  let instance: Child
  let prometheus: Awaited<ReturnType<typeof startPrometheus>>
  before(async () => {
    redis = await startRedis('--save', '3600 1', '--dir', disk)
    around = await surroundings({ redisUrl: redis.url })
    instance = await startChild(around.environment)
    prometheus = await startPrometheus({ wizard: [`127.0.0.1:${instance.adminPort}`] })
    await until('it is scraped', async () => (await prometheus.values('wizard_ready'))[0] === '1')
  })
  after(async () => {
    await prometheus?.stop()
    await instance?.end('SIGKILL')
    await around?.stop()
    await redis?.stop()
    rmSync(disk, { recursive: true, force: true })
  })

  /** The alerts about Redis that wait for their `for:`, or speak. */
  const ofRedis = async () => {
    const alerts = await prometheus.alerts()
    return alerts.filter(({ labels }) => ['WizardNotReady', 'WizardRedisUnusable'].includes(labels['alertname']!))
  }
  const named = (alerts: Alert[]) =>
    alerts.map(({ labels: { alertname, name } }) => [alertname, name].join(' ').trim()).toSorted()

  async function becomes(what: string, ...expected: string[]): Promise<Alert[]> {
    await until(what, async () => named(await ofRedis()).join() === expected.join())
    return ofRedis()
  }

  test('is read without a fault, and every rule can be judged; while all is well none of them speaks', async () => {
    await until('each rule has been judged', async () =>
      (await prometheus.rules()).every(({ health }) => health !== 'unknown'),
    )
    const judged = await prometheus.rules()
    assert.deepEqual(judged.map(({ name }) => name).toSorted(), rules.map(({ alert }) => alert).toSorted())
    for (const { name, health } of judged) assert.equal(health, 'ok', name)
    await until('a scrape has succeeded', async () => (await prometheus.values('up'))[0] === '1')
    await until('no alert waits or speaks', async () => (await prometheus.alerts()).length === 0)
  })

  test("raises the alert that names Redis' disk while Redis cannot write to it, until it can (REL-G3)", async () => {
    const its = await redis.client()
    rmSync(disk, { recursive: true })
    await its.bgsave()
    const alerts = await becomes('the alert of the disk', 'WizardNotReady', 'WizardRedisUnusable redis-disk')
    for (const { annotations } of alerts) assert.doesNotMatch(Object.values(annotations).join(), /no value|\{\{/)
    await its.config('SET', 'stop-writes-on-bgsave-error', 'no')
    await becomes('the end of the alert')
  })

  test('raises the alert of a dead Redis once it is dead (REL-G3)', async () => {
    await redis.kill()
    await becomes('the alert of Redis', 'WizardNotReady', 'WizardRedisUnusable redis-down')
    await until('a scrape has succeeded', async () => (await prometheus.values('up'))[0] === '1')
  })
})
