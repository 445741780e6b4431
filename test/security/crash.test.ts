import assert from 'node:assert/strict'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { test } from 'node:test'
import { startProcess } from '../support/process.ts'

for (const [what, blow] of Object.entries({
  'an error that nobody caught': "throw new Error('sentinelle')",
  'a promise that nobody waited for': "Promise.reject(new Error('sentinelle'))",
}))
  test(`${what} is logged without its words, and ends the service with 1 (REL-G2)`, async t => {
    const folder = await mkdtemp(join(tmpdir(), 'crash-'))
    await writeFile(join(folder, 'blow.mjs'), `process.on('SIGUSR2', () => { ${blow} })`)
    const running = await startProcess({ nodeOptions: ['--import', join(folder, 'blow.mjs')] })
    t.after(async () => {
      await running.stop()
      await rm(folder, { recursive: true })
    })
    const exited = once(running.child, 'close')
    running.child.kill('SIGUSR2')
    assert.deepEqual(await exited, [1, null])
    await assert.rejects(fetch(running.origin), 'nobody listens any more')
    const output = running.output.join('\n')
    assert.match(output, /"level":"fatal".*"uncaught"/)
    assert.match(output, /"event":"sys_crash"/)
    assert.doesNotMatch(output, /sentinelle/)
  })
