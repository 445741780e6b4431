import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { copyFileSync, existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { promisify } from 'node:util'

const run = promisify(execFile)
const folder = mkdtempSync(join(tmpdir(), 'install-'))
const project = join(folder, 'project')
const left = join(folder, 'left-behind')
const tarball = `file:${folder}/parcel-1.0.0.tgz`
after(() => rmSync(folder, { recursive: true }))

/** A project with our settings, and a package that leaves a file behind as it is installed. */
before(async () => {
  const parcel = join(folder, 'parcel')
  for (const each of [parcel, project]) mkdirSync(each)
  const scripts = { postinstall: `node -e "require('fs').writeFileSync('${left}', '')"` }
  write(parcel, { name: 'parcel', version: '1.0.0', scripts })
  await npm(folder, 'pack', './parcel')
  copyFileSync('.npmrc', join(project, '.npmrc'))
  await allow({})
  await npm(project, 'install', '--package-lock-only', '--ignore-scripts')
})

describe('npm ci with our settings', () => {
  test('stops at a package whose install script is not on the list, before it runs (X-3)', async () => {
    await allow({})
    await assert.rejects(npm(project, 'ci'), ({ stderr }: { stderr: string }) => /parcel@1\.0\.0/.test(stderr))
    assert.ok(!existsSync(left))
  })

  test('installs a package that is listed as one without, and runs nothing of it (X-3)', async () => {
    await allow({ [tarball]: false })
    await npm(project, 'ci')
    assert.ok(existsSync(join(project, 'node_modules/parcel')) && !existsSync(left))
  })

  test('runs the script of a package that is on the list (X-3)', async () => {
    await allow({ [tarball]: true })
    await npm(project, 'ci')
    assert.ok(existsSync(left))
  })
})

async function allow(allowScripts: Record<string, boolean>) {
  write(project, { name: 'project', version: '1.0.0', dependencies: { parcel: tarball }, allowScripts })
}

function write(where: string, manifest: object) {
  writeFileSync(join(where, 'package.json'), JSON.stringify(manifest))
}

/** What `npm test` has read of our settings, it hands on in the environment: here only the file may count. */
function npm(cwd: string, ...args: string[]) {
  const own = Object.entries(process.env).filter(([name]) => !/^npm_config_(strict|loglevel)/i.test(name))
  const env = Object.fromEntries(own)
  return run('npm', [...args, '--offline', '--no-audit', '--no-fund'], { cwd, env, timeout: 120_000 })
}
