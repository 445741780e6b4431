import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { globSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import { describe, test } from 'node:test'
import { promisify } from 'node:util'

const json = (file: string) => JSON.parse(readFileSync(file, 'utf8'))
const manifest = json('package.json') as Record<
  'dependencies' | 'devDependencies' | 'scripts',
  Record<string, string>
> & {
  allowScripts: Record<string, boolean>
}
const lock = json('package-lock.json') as {
  packages: Record<string, { integrity?: string; resolved?: string; hasInstallScript?: boolean }>
}

describe('what production runs (X-3)', () => {
  const sources = globSync('src/**/*.ts', { exclude: ['src/demo/**', 'src/assets/**'] })
  const imports = sources.flatMap(file =>
    [...readFileSync(file, 'utf8').matchAll(/(?:from|import|withFirstUse<.*>)\s*\(?\s*'([^']+)'/g)].map(
      ([, target]) => ({
        file,
        target: target!,
      }),
    ),
  )

  test('imports no stand-in and no gallery of the demo, and nothing of the tests (X-3)', () => {
    assert.ok(imports.length > 300)
    for (const { file, target } of imports) assert.doesNotMatch(target, /\/demo\/|\/test\/|\/bench\//, file)
  })

  test('imports only packages that are listed for production', () => {
    for (const { file, target } of imports) {
      if (target.startsWith('.') || isBuiltin(target)) continue
      const name = target
        .split('/')
        .slice(0, target.startsWith('@') ? 2 : 1)
        .join('/')
      assert.ok(name in manifest.dependencies, `${file} imports ${name}`)
    }
  })
})

describe('the packages (X-3)', () => {
  const packages = Object.entries(lock.packages).filter(([path]) => path.startsWith('node_modules/'))

  test('are named by exact versions, and locked with a checksum each', () => {
    for (const [name, version] of Object.entries({ ...manifest.dependencies, ...manifest.devDependencies }))
      assert.match(version, /^\d+\.\d+\.\d+$/, name)
    for (const [path, { integrity }] of packages) assert.match(integrity ?? '', /^sha512-/, path)
  })

  test('run a script at installation only if we have allowed it', () => {
    const withScript = packages
      .filter(([, { hasInstallScript }]) => hasInstallScript)
      .map(([path]) => path.split('node_modules/').at(-1)!)
    assert.deepEqual(
      [...new Set(withScript)].filter(name => !(name in manifest.allowScripts)),
      [],
    )
  })

  test('can be listed as a bill of materials', async () => {
    const { stdout } = await promisify(execFile)('npm', ['run', '--silent', 'sbom'], { maxBuffer: 64 * 1024 * 1024 })
    const { bomFormat, components } = JSON.parse(stdout) as { bomFormat: string; components: { name: string }[] }
    assert.equal(bomFormat, 'CycloneDX')
    for (const name of Object.keys(manifest.dependencies))
      assert.ok(
        components.some(component => component.name === name.split('/').at(-1) || component.name === name),
        name,
      )
  })

  test('are audited before a release', () => assert.match(manifest.scripts['audit']!, /^npm audit .*--audit-level/))
})
