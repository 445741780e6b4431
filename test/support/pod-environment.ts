import assert from 'node:assert/strict'
import { writeFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import type { Container, KubernetesObject } from './kubernetes.ts'

type Variables = Record<string, string>

export function environmentOf(deployment: KubernetesObject): Container['env'] {
  return deployment.spec.template.spec.containers[0].env
}

/** The keys of Secrets that a Deployment's variables are taken from. */
export function secretsOf(deployment: KubernetesObject) {
  return environmentOf(deployment).flatMap(({ name, valueFrom }) =>
    valueFrom ? { variable: name, ...valueFrom.secretKeyRef } : [],
  )
}

/** What the process of a Deployment would find in its environment; `folder` stands for where its volumes are mounted. */
export function variablesOf(
  deployment: KubernetesObject,
  objects: readonly KubernetesObject[],
  secrets: Record<string, Variables>,
  folder: string,
): Variables {
  const { containers, volumes } = deployment.spec.template.spec
  const [{ env, volumeMounts }] = containers as [Container]
  const found = env.map(({ name, value = '', valueFrom }) => {
    if (!valueFrom) return [name, /^\/(etc|srv)\//.test(value) ? laidOut(value) : value]
    const { name: secret, key, optional } = valueFrom.secretKeyRef
    const held = secrets[secret]?.[key]
    assert.ok(held !== undefined || optional, `${secret} lacks ${key}`)
    return [name, held]
  })
  const variables = Object.fromEntries(found.filter(([, value]) => value !== undefined)) as Variables
  for (const { mountPath, subPath } of volumeMounts)
    if (subPath)
      assert.deepEqual(
        [mountPath, subPath],
        [`/srv/config/organisations/${variables['ORGANISATION']}.json`, 'organisation.json'],
      )
  return variables

  function laidOut(path: string): string {
    const mount = volumeMounts.find(({ mountPath }) => path.startsWith(`${mountPath}/`))
    assert.ok(mount, `${path} is on no volume`)
    const { configMap } = volumes.find(({ name }: { name: string }) => name === mount.name)
    const inChart = objects.find(({ kind, metadata }) => kind === 'ConfigMap' && metadata.name === configMap?.name)
    const file = join(folder, basename(path))
    if (configMap && !inChart) assert.equal(configMap.items[0].path, basename(path))
    else writeFileSync(file, inChart?.data?.[basename(path)] ?? '{ "accounts": [] }', { mode: 0o600 })
    return file
  }
}
