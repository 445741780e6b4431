import assert from 'node:assert/strict'
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { startInstances } from '../support/instances.ts'
import { until } from '../support/until.ts'

/** What a start waits for: files of ours and of packages, Node's own apart. */
const MOST = 800
/** Loaded with their first use, as many other files of theirs as a start needs. */
const LATER = { axios: 0, undici: 0, twilio: 0, 'libphonenumber-js': 0, '@zxcvbn-ts': 0, nodemailer: 8 }

test('a start loads at most 800 files for its first page, and of packages with a later first use none', async t => {
  const folder = mkdtempSync(join(tmpdir(), 'first-page-'))
  const list = join(folder, 'loaded.json')
  const nodeOptions = [['--import', `data:text/javascript,${encodeURIComponent(listing(list))}`]]
  const service = await startInstances({ nodeOptions })
  t.after(async () => {
    await service.stop()
    rmSync(folder, { recursive: true })
  })
  assert.equal((await service.member().get('')).status, 200)
  service.signal('SIGUSR2')
  await until('listed', () => existsSync(list))
  const loaded = (JSON.parse(readFileSync(list, 'utf8')) as string[]).filter(url => url.startsWith('file:'))
  assert.ok(loaded.some(url => url.endsWith('/src/web/views/index.ts')))
  for (const [name, most] of Object.entries(LATER)) {
    const its = loaded.filter(url => url.includes(`/node_modules/${name}/`))
    assert.ok(its.length <= most, `${name}: ${its.join(' ')}`)
  }
  assert.ok(loaded.length <= MOST, `${loaded.length} files`)
})

/** Writes down the URL of every module that a process loads; all of them go to `file` with SIGUSR2. */
const listing = (file: string) => `
import { renameSync, writeFileSync } from 'node:fs'
import { registerHooks } from 'node:module'
const loaded = []
registerHooks({
  load(url, context, next) {
    loaded.push(url)
    return next(url, context)
  },
})
process.on('SIGUSR2', () => {
  writeFileSync('${file}.part', JSON.stringify(loaded))
  renameSync('${file}.part', '${file}')
})`
