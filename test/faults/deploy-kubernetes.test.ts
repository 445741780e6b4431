import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { Registry } from 'prom-client'
import request from 'supertest'
import { CONSOLE_NAMES } from '../../src/config/console/index.ts'
import { Environment } from '../../src/config/environment.ts'
import { BadConfiguration, loadConfig, loadConsoleConfig } from '../../src/config/index.ts'
import { admin } from '../../src/server/admin.ts'
import { chartValues } from '../support/chart-values.ts'
import { helm } from '../support/helm.ts'
import { type Container, faultsOf, type KubernetesObject, objectsOf, selects } from '../support/kubernetes.ts'
import { environmentOf, secretsOf, variablesOf } from '../support/pod-environment.ts'

type Part = 'wizard' | 'console'
const folder = mkdtempSync(join(tmpdir(), 'chart-'))
after(() => rmSync(folder, { recursive: true }))
const schema = JSON.parse(readFileSync('deploy/helm/values.schema.json', 'utf8')).properties
const document = readFileSync('docs/deploy-kubernetes.md', 'utf8')
const least = chartValues['least']!.values

const rendered = new Map<string, KubernetesObject[]>()
before(
  async () => {
    for (const [name, { values }] of Object.entries(chartValues)) {
      const { stdout, said, succeeded } = await helm(['template', 'trial'], values)
      assert.ok(succeeded, said)
      rendered.set(name, objectsOf(stdout))
    }
  },
  { timeout: 300_000 },
)

const all = () => [...rendered.values()].flat()
const ofKind = (kind: string, objects = all()) => objects.filter(each => each.kind === kind)
const partOf = ({ metadata }: KubernetesObject) => metadata.labels['app.kubernetes.io/component']
const deployment = (part: Part, objects: KubernetesObject[]) =>
  ofKind('Deployment', objects).find(each => partOf(each) === part)
/** The pods of all sets of values, those of Deployments and the checks of `helm test`. */
const pods = () => [
  ...ofKind('Deployment').map(({ spec }) => spec.template.spec),
  ...ofKind('Pod').map(({ spec }) => spec),
]

describe('the Helm chart', () => {
  test('passes helm lint, and all that it renders fits the schemas of Kubernetes, with no field that they do not know', async () => {
    for (const [name, { values, kinds }] of Object.entries(chartValues)) {
      const { said, succeeded } = await helm(['lint', '--strict'], values)
      assert.ok(succeeded && !/WARNING|ERROR/.test(said), said)
      const objects = rendered.get(name)!
      const faults = await Promise.all(objects.map(faultsOf))
      assert.deepEqual(faults.flat(), [], name)
      const counted = Map.groupBy(objects, ({ kind }) => kind)
      const found = [...counted].map(([kind, { length }]) => (length > 1 ? `${length} ${kind}` : kind))
      assert.deepEqual(found.toSorted(byKind), kinds.split(', '))
      assert.equal(new Set(objects.map(each => `${each.kind}/${each.metadata.name}`)).size, objects.length)
    }
    const named = new Set(document.match(/deploy\/activation-\w+/g))
    const found = ofKind('Deployment').map(({ metadata }) => metadata.name.replace('trial', 'deploy/activation'))
    assert.deepEqual([...named].toSorted(), [...new Set(found)].toSorted())
    const chart = readFileSync('deploy/helm/Chart.yaml', 'utf8')
    const { version } = JSON.parse(readFileSync('package.json', 'utf8'))
    assert.ok(chart.includes(`\nappVersion: ${version}\n`))
  })

  test('gives wizard and console what they need to start, and has a place for every variable that they read, and for no other (X-2)', () => {
    const names = { wizard: new Set<string>(), console: new Set<string>() }
    for (const [name, { values, secrets }] of Object.entries(chartValues)) {
      const [files] = ofKind('ConfigMap', rendered.get(name)!)
      assert.deepEqual(JSON.parse(files!.data!['organisation.json'] ?? 'null'), values['organisation'] ?? null)
      for (const part of ['wizard', 'console'] as const) {
        const of = deployment(part, rendered.get(name)!)
        if (!of) continue
        const variables = variablesOf(of, rendered.get(name)!, secrets, folder)
        for (const each of Object.keys(variables)) names[part].add(each)
        const load = { wizard: loadConfig, console: loadConsoleConfig }[part]
        const config = load(variables)
        assert.equal(config.organisation.shortName, name === 'all on' ? 'CNSS' : 'CNOPS')
        assert.equal(config.limits.server.connections, name === 'all on' ? 100_000 : 5000)
        for (const { variable } of secretsOf(of).filter(({ optional }) => !optional))
          assert.throws(() => load({ ...variables, [variable]: '' }), BadConfiguration, variable)
      }
    }
    const settable = (part: Part) => [schema.settings, schema[part].properties.settings]
    for (const [part, known] of Object.entries({ wizard: Object.keys(Environment.shape), console: CONSOLE_NAMES })) {
      const given = new Set(settable(part as Part).flatMap(({ properties }) => Object.keys(properties)))
      for (const each of names[part as Part]) given.add(each)
      // Node's own; and the image has NODE_ENV.
      assert.ok(given.delete('NODE_EXTRA_CA_CERTS'), part)
      assert.deepEqual([...given, 'NODE_ENV'].toSorted(), [...known].toSorted(), part)
    }
    const objects = rendered.get('least')!
    const variables = variablesOf(deployment('wizard', objects)!, objects, chartValues['least']!.secrets, folder)
    for (const missing of schema.wizard.properties.settings.required)
      assert.throws(() => loadConfig({ ...variables, [missing]: '' }), BadConfiguration, missing)
  })

  test('takes secrets from two Secrets that exist, gives the console none of the wizard’s, and refuses one among its values (X-1, AG-3)', async () => {
    assert.deepEqual(ofKind('Secret'), [])
    for (const of of ofKind('Deployment')) {
      const refs = secretsOf(of)
      for (const { variable, key } of refs) assert.equal(key, variable)
      assert.deepEqual([...new Set(refs.map(({ name }) => name))], [partOf(of)])
      if (partOf(of) === 'wizard') continue
      const names = new Set(environmentOf(of).map(({ name }) => name))
      for (const name of ['SESSION_KEYS', 'ENCRYPTION_KEYS', 'HMAC_KEYS', 'MEMBER_API_TOKEN', 'SMTP_URL'])
        assert.ok(!names.has(name), name)
    }
    for (const of of ofKind('Deployment', rendered.get('as documented')!)) {
      const row = document.split('\n').find(line => line.startsWith(`| of the ${partOf(of)} |`))!
      const [always, ifUsed] = row
        .split('|')
        .slice(2, 4)
        .map(cell => cell.match(/[A-Z_]{6,}/g))
      const [demanded, optional] = [false, true].map(it => secretsOf(of).filter(ref => !!ref.optional === it))
      assert.deepEqual(demanded!.map(({ key }) => key).toSorted(), always!.toSorted())
      assert.deepEqual(optional!.map(({ key }) => key).toSorted(), ifUsed!.toSorted())
    }
    const { wizard } = least
    const wrong: [values: object, said: RegExp][] = [
      [{ wizard: { ...wizard, settings: { ...wizard.settings, SESSION_KEYS: 'x' } } }, /'SESSION_KEYS' not allowed/],
      [{ wizard: { ...wizard, settings: { ...wizard.settings, TWILIO_FORM: 'x' } } }, /'TWILIO_FORM' not allowed/],
      [{ wizard: { ...wizard, settings: { ...wizard.settings, PUBLIC_URL: '' } } }, /settings\/PUBLIC_URL/],
      [{ wizard: { ...wizard, secret: '' } }, /wizard\/secret/],
      [{ console: { enabled: true, settings: { AGENT_PUBLIC_URL: 'https://x' } } }, /console\/secret/],
    ]
    for (const [values, expected] of wrong) {
      const { said, succeeded } = await helm(['template', 'trial'], { ...least, ...values })
      assert.ok(!succeeded)
      assert.match(said, expected)
    }
  })

  test('runs nothing as root, with a right, with a token of the cluster, or on files that can be changed', () => {
    const dockerfile = readFileSync('Dockerfile', 'utf8')
    const user = Number(/^USER (\d+):\1$/m.exec(dockerfile.slice(dockerfile.indexOf(' AS app')))![1])
    for (const { containers, initContainers = [], ...pod } of pods()) {
      assert.equal(pod.automountServiceAccountToken, false)
      assert.equal(pod.enableServiceLinks, false)
      const { runAsNonRoot, runAsUser, runAsGroup, seccompProfile } = pod.securityContext
      assert.deepEqual([runAsNonRoot, runAsUser, runAsGroup], [true, user, user])
      assert.deepEqual(seccompProfile, { type: 'RuntimeDefault' })
      for (const { image, command = [], securityContext } of [...containers, ...initContainers] as Container[]) {
        assert.deepEqual(securityContext, {
          allowPrivilegeEscalation: false,
          readOnlyRootFilesystem: true,
          capabilities: { drop: ['ALL'] },
        })
        assert.match(image, /(:\d+\.\d+\.\d+|@sha256:[0-9a-f]{64})$/)
        for (const file of command.filter(word => word.startsWith('src/'))) assert.ok(existsSync(file), file)
      }
    }
  })

  test('probes the internal port alone, by paths that it has, and waits longer for an end than the service takes (REL-G1, REL-G3)', async () => {
    const app = admin(async () => undefined, new Registry())
    const forcedMs = Number(
      /FORCED_MS = ([\d_]+)/.exec(readFileSync('src/server/run.ts', 'utf8'))![1]!.replace('_', ''),
    )
    for (const { metadata, spec } of ofKind('Deployment')) {
      assert.ok(spec.template.spec.terminationGracePeriodSeconds * 1000 >= forcedMs + 5000)
      assert.deepEqual(spec.strategy.rollingUpdate, { maxUnavailable: 0, maxSurge: 1 })
      const [container] = spec.template.spec.containers as [Container]
      const ports = Object.fromEntries(container.ports.map(port => [port.name, String(port.containerPort)]))
      const of = Object.fromEntries(container.env.map(({ name, value }) => [name, value]))
      assert.deepEqual([ports['http'], ports['admin']], [of['PORT'] ?? of['AGENT_PORT'], of['ADMIN_PORT']])
      const { [`prometheus.io/port`]: scraped = of['ADMIN_PORT'] } = spec.template.metadata.annotations
      assert.equal(scraped, of['ADMIN_PORT'], metadata.name)
      for (const probe of ['startupProbe', 'livenessProbe', 'readinessProbe'] as const) {
        const { path, port } = container[probe]!.httpGet
        assert.equal(port, 'admin')
        assert.equal(path, probe === 'readinessProbe' ? '/readyz' : '/livez')
        assert.equal((await request(app).get(path)).status, 200)
      }
    }
    for (const { metadata, spec } of ofKind('Service'))
      assert.equal(spec.ports[0].targetPort, metadata.name.endsWith('-admin') ? 'admin' : 'http')
  })

  test('asks for what docs/capacity.md reckons with', () => {
    const figure = (letter: string) =>
      Number(new RegExp(`^\\| \\*\\*${letter}\\*\\* \\|[^|]*\\| ([\\d.]+) \\|`, 'm').exec(capacity)![1])
    const capacity = readFileSync('docs/capacity.md', 'utf8')
    const [container] = deployment('wizard', rendered.get('least')!)!.spec.template.spec.containers as [Container]
    assert.deepEqual(container.resources, {
      requests: { cpu: '1', memory: `${figure('A')}M` },
      limits: { memory: `${2 * figure('A')}M` },
    })
    const [scaler] = ofKind('HorizontalPodAutoscaler', rendered.get('least')!)
    assert.equal(scaler!.spec.metrics[0].resource.target.averageUtilization, 100 * figure('P'))
    assert.ok(scaler!.spec.minReplicas >= 2)
  })

  test('joins Services, budgets, policies and monitors to the pods that they mean, and to no other', () => {
    for (const objects of rendered.values()) {
      const labels = [
        ...ofKind('Deployment', objects).map(({ spec }) => spec.template.metadata.labels),
        ...ofKind('Pod', objects).map(({ metadata }) => metadata.labels),
      ]
      const chosenBy = (selector: Record<string, string>) => [
        ...new Set(labels.filter(each => selects(selector, each)).map(each => each['app.kubernetes.io/component'])),
      ]
      for (const each of objects) {
        const { kind, spec } = each
        if (kind === 'Service') assert.deepEqual(chosenBy(spec.selector), [partOf(each)])
        if (kind === 'PodDisruptionBudget' || kind === 'Deployment')
          assert.deepEqual(chosenBy(spec.selector.matchLabels), [partOf(each)])
        if (kind === 'NetworkPolicy') assert.deepEqual(chosenBy(spec.podSelector.matchLabels), [partOf(each)])
        if (kind === 'HorizontalPodAutoscaler')
          assert.equal(spec.scaleTargetRef.name, deployment('wizard', objects)!.metadata.name)
        if (kind === 'ServiceMonitor') {
          const services = ofKind('Service', objects).filter(it =>
            selects(spec.selector.matchLabels, it.metadata.labels),
          )
          assert.deepEqual(
            services.map(({ metadata }) => metadata.name),
            [`${each.metadata.name}-admin`],
          )
          assert.equal(services[0]!.metadata.labels[spec.jobLabel], partOf(each))
        }
      }
      // A metric's port is open to Prometheus alone, the check asks and is asked nothing.
      for (const { spec, ...each } of ofKind('NetworkPolicy', objects)) {
        const of = deployment(partOf(each) as Part, objects)
        const ports = of?.spec.template.spec.containers[0].ports.map(
          (port: { containerPort: number }) => port.containerPort,
        )
        assert.deepEqual(
          spec.ingress?.map((rule: { ports: { port: number }[] }) => rule.ports[0]!.port),
          ports,
        )
        assert.deepEqual(spec.policyTypes, ['Ingress', 'Egress'])
      }
    }
  })

  test('admits no pod to pages and metrics if their lists are empty', async () => {
    const networkPolicy = { visitors: [], prometheus: null }
    const { stdout, said, succeeded } = await helm(['template', 'trial'], { ...least, networkPolicy })
    assert.ok(succeeded, said)
    const [policy] = ofKind('NetworkPolicy', objectsOf(stdout))
    assert.deepEqual([policy!.spec.ingress ?? [], policy!.spec.policyTypes], [[], ['Ingress', 'Egress']])
    // An empty list of peers is everybody.
    for (const { spec } of ofKind('NetworkPolicy'))
      for (const { from } of spec.ingress ?? []) assert.ok(from.length > 0)
  })

  test('leads visitors to the host and path of each, with files of both versions and streams that nothing holds back', () => {
    const rules = ofKind('Ingress', rendered.get('all on')!).map(({ metadata, spec }) => {
      const [{ host, http }] = spec.rules
      assert.deepEqual(spec.tls, [{ hosts: [host], secretName: 'tls' }])
      const { name } = http.paths[0].backend.service
      assert.ok(ofKind('Service', rendered.get('all on')!).some(service => service.metadata.name === name))
      return [host + http.paths[0].path, name, metadata.annotations]
    })
    const nginx = 'nginx.ingress.kubernetes.io/'
    const own = { 'example.ma/team': 'web' }
    assert.deepEqual(rules, [
      ['www.cnops.org.ma/compte', 'trial-wizard', own],
      [
        'www.cnops.org.ma/compte/assets',
        'trial-wizard',
        { ...own, [`${nginx}proxy-next-upstream`]: 'error timeout http_404' },
      ],
      [
        'agents.cnops.org.ma/',
        'trial-console',
        { [`${nginx}proxy-buffering`]: 'off', [`${nginx}proxy-read-timeout`]: '60' },
      ],
    ])
  })
})

const byKind = (one: string, other: string) => one.replace(/^\d /, '').localeCompare(other.replace(/^\d /, ''))
