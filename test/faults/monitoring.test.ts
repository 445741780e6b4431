import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { z } from 'zod'
import { type Child, startChild } from '../support/child.ts'
import { walkTo } from '../support/journey.ts'
import { yaml } from '../support/prometheus.ts'
import { metricsOf } from '../support/promql.ts'
import { send } from '../support/raw.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { assertKnown, type Series, seriesOf, sources } from '../support/series.ts'
import { surroundings } from '../support/surroundings.ts'

const text = z.string().trim().min(1)

const Rules = z.strictObject({
  groups: z.array(
    z.strictObject({
      name: text,
      rules: z.array(
        z.strictObject({
          alert: text.regex(/^Wizard\w+$/),
          expr: text,
          for: text.regex(/^\d+[smh]$/),
          labels: z.strictObject({ severity: z.enum(['critical', 'warning']) }),
          annotations: z.strictObject({ summary: text, runbook: text.min(40) }),
        }),
      ),
    }),
  ),
})

// biome-ignore lint/suspicious/noTemplateCurlyInString: Grafana puts its data source there
const datasource = z.strictObject({ type: z.literal('prometheus'), uid: z.literal('${datasource}') })
const place = z.object({ x: z.int().min(0), y: z.int().min(0), w: z.int().min(1).max(24), h: z.int().min(1) })
const Dashboard = z.object({
  uid: text,
  title: text,
  schemaVersion: z.int(),
  templating: z.object({
    list: z.tuple([
      z.object({ name: z.literal('datasource'), type: z.literal('datasource'), query: z.literal('prometheus') }),
    ]),
  }),
  panels: z.array(
    z.discriminatedUnion('type', [
      z.object({ id: z.int(), type: z.literal('row'), title: text, gridPos: place }),
      z.object({
        id: z.int(),
        type: z.enum(['timeseries', 'bargauge']),
        title: text,
        description: text,
        gridPos: place,
        datasource,
        targets: z.array(z.object({ refId: text, datasource, expr: text, legendFormat: text })).min(1),
      }),
    ]),
  ),
})

const rules = Rules.parse(yaml.load(readFileSync('config/monitoring/alerts.yaml', 'utf8'))).groups.flatMap(
  ({ rules }) => rules,
)
const panels = Dashboard.parse(JSON.parse(readFileSync('config/monitoring/dashboard.json', 'utf8'))).panels
const targets = panels.flatMap(panel => (panel.type === 'row' ? [] : panel.targets))

describe('dashboard and alerts, on the metrics of a running service', () => {
  let redis: TestRedis
  let around: Awaited<ReturnType<typeof surroundings>>
  let instance: Child
  let metrics: Series
  let output: string

  before(async () => {
    redis = await startRedis()
    // One session too many: a limit must be hit to be counted.
    around = await surroundings({
      redisUrl: redis.url,
      limits: { session: { perIp: [[1, 60]] } },
      environment: { CAPTCHA: 'off' },
    })
    instance = await startChild({ ...around.environment, PORT: String(around.ports[0]) })
    await walkTo(around, around.member(), around.enrol(), 'termine')
    const second = around.member()
    await second.post('')
    assert.equal((await second.answer('conditions', { accepted: 'yes' })).status, 429)
    await send(around.origin, { path: '/assets/nothing.css' })
    output = await instance.metrics()
    metrics = seriesOf(output)
  })
  after(async () => {
    await instance?.end('SIGTERM')
    await around?.stop()
    await redis?.stop()
  })

  for (const { alert, expr, annotations } of rules)
    test(`the alert ${alert} names only metrics, labels and words that exist`, () => {
      const labels = assertKnown(metrics, metricsOf(expr))
      const used = Object.values(annotations).flatMap(sentence => [...sentence.matchAll(/\$labels\.(\w+)/g)])
      for (const [, label] of used) assert.ok(labels.has(label!), `nothing is known of ${label}`)
    })

  for (const { expr, legendFormat } of targets)
    test(`the dashboard's ${expr.slice(0, 90)} names only what exists`, () => {
      const labels = assertKnown(metrics, metricsOf(expr))
      for (const [, label] of legendFormat.matchAll(/\{\{(\w+)\}\}/g))
        assert.ok(labels.has(label!), `the legend knows no ${label}`)
    })

  const cases = yaml.load(readFileSync('config/monitoring/alerts.test.yaml', 'utf8')) as {
    tests: { name: string; input_series: { series: string }[] }[]
  }
  test('the cases of the alerts are made of series that exist', () => {
    for (const { name, input_series } of cases.tests)
      for (const { series } of input_series)
        assert.doesNotThrow(() => assertKnown(metrics, metricsOf(series)), `${name}: ${series}`)
  })

  test('the figures of the journey are right: every step entered and left once, the first by two visitors', () => {
    assert.match(output, /^wizard_steps_total\{step="terms",move="entered",reason=""\} 2$/m)
    assert.match(output, /^wizard_steps_total\{step="terms",move="left",reason=""\} 1$/m)
    for (const step of ['identity', 'payment', 'email', 'email-code', 'mobile', 'mobile-code', 'password'])
      for (const move of ['entered', 'left'])
        assert.match(output, new RegExp(`^wizard_steps_total\\{step="${step}",move="${move}",reason=""\\} 1$`, 'm'))
    assert.match(output, /^wizard_limited_total\{by="sessions"\} 1$/m)
    assert.match(output, /^wizard_codes_total\{channel="sms",fate="verified"\} 1$/m)
    assert.match(output, /^wizard_request_seconds_count\{route="\/identite"\} 2$/m)
    assert.match(output, /^wizard_hash_queue 0$/m)
    assert.match(output, /^wizard_ready 1$/m)
    const called = metrics.get('wizard_dependency_seconds_count')?.get('name')
    for (const name of ['member-api', 'smtp', 'twilio']) assert.ok(called?.has(name), `no call of ${name} was measured`)
  })

  test('every metric of ours is explained in docs/operations.md with its labels, and every alert', () => {
    const docs = readFileSync('docs/operations.md', 'utf8')
    for (const [, name, kind] of output.matchAll(/^# TYPE (wizard_\w+) (\w+)$/gm)) {
      const series = metrics.get(kind === 'histogram' ? `${name}_count` : name!)
      const labels = [...(series ?? new Map<string, unknown>()).keys()]
      const said = labels.length ? `\`${name}{${labels.join(',')}}\`` : `\`${name}\``
      assert.ok(docs.includes(said), `${said} is not explained`)
    }
    for (const { alert } of rules) assert.ok(docs.includes(`\`${alert}\``), `${alert} is not explained`)
    const alarms = sources.flatMap(source =>
      [...source.matchAll(/\balarm\??\.?\(\s*'([\w-]+)'/g)].map(([, name]) => name!),
    )
    assert.ok(alarms.length > 5)
    for (const name of [...alarms, ...(metrics.get('wizard_alarm')?.get('name') ?? [])])
      assert.ok(docs.includes(`\`${name}\``), `the alarm ${name} is not explained`)
  })

  test('no label has more values than words of ours, and none is personal (L-6)', () => {
    for (const [metric, labels] of metrics)
      for (const [label, values] of labels) {
        if (label === 'le' || !metric.startsWith('wizard_')) continue
        assert.ok(values.size <= 40, `${metric} has ${values.size} different ${label}`)
        for (const value of values) assert.match(value, /^$|^(GET|HEAD|POST|\(other\)|\d{3}|\/?[a-z][a-zA-Z_/-]*|\/)$/)
      }
  })
})

test('the alerts have names of their own', () => assertUnique(rules.map(({ alert }) => alert)))

test('the panels have ids of their own, letters of their own for their queries, and do not overlap', () => {
  assertUnique(panels.map(({ id }) => id))
  for (const panel of panels) if (panel.type !== 'row') assertUnique(panel.targets.map(({ refId }) => refId))
  const cells = panels.flatMap(({ gridPos: { x, y, w, h } }) =>
    Array.from({ length: w * h }, (_, n) => `${x + (n % w)}:${y + Math.floor(n / w)}`),
  )
  assertUnique(cells)
  for (const { gridPos, title } of panels) assert.ok(gridPos.x + gridPos.w <= 24, `${title} is wider than the page`)
})

function assertUnique(values: readonly (string | number)[]): void {
  assert.deepEqual(
    values.filter((value, index) => values.indexOf(value) !== index),
    [],
  )
}
