import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import type { MetricUse } from './promql.ts'

/** Metric, label, values. */
export type Series = Map<string, Map<string, Set<string>>>

/** What Prometheus adds by itself. */
const OF_PROMETHEUS = { metrics: ['up'], labels: ['instance', 'job'] }

/** Values that no journey without faults produces; they are in the source. */
const SELDOM = [
  ...['failed', 'overload', 'refused', 'account', 'sender', 'limit', 'number', 'request', 'path', 'token', 'unknown'],
  ...['authn_login_fail', 'authn_login_fail_max', 'authn_login_lock', 'malicious_csrf', 'sequence_fail', 'authz_fail'],
  ...['guesses', 'recaptcha', 'delivered', 'undelivered', 'no-match'],
]

export const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts'))
  .map(file => readFileSync(`src/${file}`, 'utf8'))

/** The series of Prometheus' text format. */
export function seriesOf(output: string): Series {
  const series: Series = new Map()
  for (const [, metric, labels = ''] of output.matchAll(/^([a-z_]\w*)(?:\{(.*)\})? \S+$/gm)) {
    const known = series.get(metric!) ?? new Map<string, Set<string>>()
    series.set(metric!, known)
    for (const [, label, value] of labels.matchAll(/(\w+)="([^"]*)"/g))
      known.set(label!, (known.get(label!) ?? new Set()).add(value!))
  }
  return series
}

/** Throws unless all metrics, labels and words exist. Returns the labels that a legend may show. */
export function assertKnown(metrics: Series, uses: readonly MetricUse[]): Set<string> {
  const shown = new Set(OF_PROMETHEUS.labels)
  for (const { metric, labels, matchers } of uses) {
    if (OF_PROMETHEUS.metrics.includes(metric)) continue
    const known = metrics.get(metric)
    assert.ok(known, `no service exports ${metric}`)
    for (const label of labels) {
      assert.ok(known.has(label) || OF_PROMETHEUS.labels.includes(label), `${metric} has no label ${label}`)
      shown.add(label)
    }
    for (const { label, operator, value } of matchers)
      for (const word of operator.endsWith('~') ? value.split('|') : [value])
        if (!/[.*+?]/.test(word) && !OF_PROMETHEUS.labels.includes(label))
          assert.ok(
            metric === 'wizard_alarm' ? isAlarm(word) : known.get(label)!.has(word) || comesSeldom(word),
            `${label} of ${metric} is never "${word}"`,
          )
  }
  return shown
}

function comesSeldom(word: string): boolean {
  return /^5\d\d$/.test(word) || (SELDOM.includes(word) && sources.some(source => source.includes(`'${word}'`)))
}

/** Names of alarms as the sources raise them, such as `redis-memory` or `[a-z-]+-down`. */
const ALARMS = sources.flatMap(source =>
  [...source.matchAll(/\balarm\??\.?\(\s*['`]([^'`]+)['`]|'(redis-(?:down|full|disk|read-only))'/g)].map(
    ([, raised, ofRedis]) => new RegExp(`^${(raised ?? ofRedis)!.replace(/\$\{\w+\}/g, '[a-z-]+')}$`),
  ),
)

/** Raised somewhere, and explained in docs/operations.md. */
export function isAlarm(name: string): boolean {
  const docs = readFileSync('docs/operations.md', 'utf8')
  return ALARMS.some(pattern => pattern.test(name)) && docs.includes(`\`${name}\``)
}
