import { createRequire } from 'node:module'

const yaml = createRequire(import.meta.url)('js-yaml') as { loadAll(text: string): unknown[] }

export interface Container {
  name: string
  image: string
  command?: string[]
  env: {
    name: string
    value?: string
    valueFrom?: { secretKeyRef: { name: string; key: string; optional?: boolean } }
  }[]
  ports: { name: string; containerPort: number }[]
  volumeMounts: { name: string; mountPath: string; subPath?: string }[]
  resources: { requests: Record<string, string>; limits: Record<string, string> }
  securityContext: Record<string, unknown>
  [probe: `${string}Probe`]: { httpGet: { path: string; port: string } }
}

export interface KubernetesObject {
  apiVersion: string
  kind: string
  metadata: { name: string; labels: Record<string, string>; annotations?: Record<string, string> }
  // biome-ignore lint/suspicious/noExplicitAny: it is one of each kind, and its schema judges it.
  spec?: any
  data?: Record<string, string>
}

export function objectsOf(text: string): KubernetesObject[] {
  return yaml.loadAll(text).filter(Boolean) as KubernetesObject[]
}

/** What is wrong with an object by the schema of Kubernetes 1.27 or of the Prometheus operator: wrong values, missing and unknown fields. */
export async function faultsOf(object: KubernetesObject): Promise<string[]> {
  const { apiVersion, kind, metadata } = object
  const models = apiVersion.startsWith('monitoring.') ? '@kubernetes-models/prometheus-operator' : 'kubernetes-models'
  const { [kind]: Model } = await import(`${models}/${apiVersion}/${kind}`)
  const read = new Set<string>()
  try {
    // Not on a new Model, which would read every field to copy it.
    Model.prototype.validate.call(watched(object, '', read))
  } catch (error) {
    return [`${kind} ${metadata.name}: ${(error as Error).message}`]
  }
  // The schemas allow unknown fields, as Kubernetes' own do; but they look at each field that they know.
  const unknown = pathsOf(object).filter(path => !read.has(path))
  return unknown.map(path => `${kind} ${metadata.name}: ${path} is unknown`)
}

/** Whether a selector chooses what has these labels. */
export function selects(selector: Record<string, string>, labels: Record<string, string>): boolean {
  return Object.entries(selector).every(([name, value]) => labels[name] === value)
}

function watched<Value>(value: Value, path: string, read: Set<string>): Value {
  if (typeof value !== 'object' || value === null) return value
  return new Proxy(value, {
    get(target, name) {
      const at = `${path}/${String(name)}`
      read.add(at)
      return watched(Reflect.get(target, name), at, read)
    },
  })
}

function pathsOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, child]) => [`${path}/${name}`, ...pathsOf(child, `${path}/${name}`)])
}
