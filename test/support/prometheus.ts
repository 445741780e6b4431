import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { freePort } from './free-port.ts'
import { ensureInstalled } from './install.ts'
import { launch } from './launch.ts'

export const yaml = createRequire(import.meta.url)('js-yaml') as { load(text: string): unknown }

const FOLDER = 'config/monitoring'

export interface PrometheusConfig {
  global: { scrape_interval: string; evaluation_interval: string }
  rule_files: string[]
  scrape_configs: { job_name: string; static_configs: { targets: string[] }[] }[]
}

export interface Alert {
  labels: Record<string, string>
  annotations: Record<string, string>
  state: 'pending' | 'firing'
}

/** The configuration as it is in the repository. */
export const prometheusConfig = () =>
  yaml.load(readFileSync(join(FOLDER, 'prometheus.yaml'), 'utf8')) as PrometheusConfig

/** What `promtool` of Debian's package says; rejects if it finds a fault. */
export async function promtool(...args: string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(await ensureInstalled('promtool', 'prometheus'), args)
  return stdout
}

/** Debian's Prometheus, with the configuration and the rules of the repository, on `targets` in place of its jobs' own, and quicker. */
export async function startPrometheus(targets: Record<string, string[]>) {
  const binary = await ensureInstalled('prometheus', 'prometheus')
  const folder = mkdtempSync(join(tmpdir(), 'prometheus-'))
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const file = join(folder, 'prometheus.yaml')
  writeFileSync(file, JSON.stringify(quickened(prometheusConfig(), targets)))
  const place = [`--storage.tsdb.path=${join(folder, 'data')}`, `--web.listen-address=127.0.0.1:${port}`]
  const { until, end } = launch([binary, `--config.file=${file}`, ...place, '--log.level=error'], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await until(async () => (await fetch(`${origin}/-/ready`).catch(() => undefined))?.ok)
  const ask = async (path: string) => {
    const { data } = (await (await fetch(`${origin}/api/v1/${path}`)).json()) as { data: unknown }
    return data
  }
  return {
    alerts: async () => ((await ask('alerts')) as { alerts: Alert[] }).alerts,
    rules: async () => {
      const { groups } = (await ask('rules')) as { groups: { rules: { name: string; health: string }[] }[] }
      return groups.flatMap(({ rules }) => rules)
    },
    /** The values of an expression now. */
    async values(expression: string): Promise<string[]> {
      const { result } = (await ask(`query?query=${encodeURIComponent(expression)}`)) as {
        result: { value: [number, string] }[]
      }
      return result.map(({ value: [, value] }) => value)
    },
    async stop() {
      await end('SIGKILL')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function quickened(config: PrometheusConfig, targets: Record<string, string[]>): PrometheusConfig {
  return {
    ...config,
    global: { scrape_interval: '500ms', evaluation_interval: '500ms' },
    rule_files: config.rule_files.map(file => resolve(FOLDER, file)),
    scrape_configs: config.scrape_configs.flatMap(job => {
      const own = targets[job.job_name]
      return own ? [{ ...job, static_configs: [{ targets: own }] }] : []
    }),
  }
}
