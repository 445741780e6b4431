import assert from 'node:assert/strict'
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import argon2 from 'argon2'
import { DependencyLimits } from '../../src/config/limits/dependencies.ts'
import { OutboxLimits } from '../../src/config/limits/index.ts'
import { readDocument } from '../../src/demo/member-data/check/document.ts'
import { freePort } from '../support/free-port.ts'

const page = readFileSync('docs/member-api.md', 'utf8')
const document = readFileSync('docs/member-api.yaml', 'utf8')
/** Every block of commands, with the output that follows it directly. */
const blocks = [...page.matchAll(/^```sh\n([\s\S]*?)^```\n(?:```text\n([\s\S]*?)^```\n)?/gm)].map(
  ([, commands, output = '']) => ({ commands: commands!, output }),
)

/** What an output matches: `…` stands for anything on its line. */
const patternOf = (output: string) =>
  output
    .trim()
    .replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&')
    .replaceAll('…', '[^\\n]*?')

describe('docs/member-api.md', () => {
  const folder = mkdtempSync(join(tmpdir(), 'member-api-page-'))
  let standIn: ChildProcess
  let started = ''
  let port: number
  const here = (commands: string) =>
    commands
      .replace('member-api:check --', 'member-api:check -- --seconds 60')
      .replaceAll('4010', String(port))
      .replaceAll('member-api.token', `${folder}/member-api.token`)

  before(async () => {
    port = await freePort()
    const [first] = blocks
    assert.match(first!.commands, /^npm run member-api:stand-in$/m)
    const { 'member-api:stand-in': command } = JSON.parse(readFileSync('package.json', 'utf8')).scripts
    const options = `--port ${port} --token-file ${folder}/member-api.token`
    standIn = spawn('sh', ['-c', `${command} ${options}`], { stdio: ['ignore', 'pipe', 'inherit'] })
    for await (const chunk of standIn.stdout!) {
      started += chunk
      if (started.includes('\n')) break
    }
  })
  after(async () => {
    standIn.kill()
    if (standIn.exitCode === null) await once(standIn, 'exit')
  })

  test('shows how the stand-in starts', () => {
    assert.equal(started.replace(String(port), '4010').replace(`${folder}/`, ''), blocks[0]!.output)
  })

  test('has commands that print what it says, one after the other', async () => {
    const marked = blocks.slice(1).map(({ commands }) => `${here(commands)}\nprintf '\\n==='`)
    const options = { env: { ...process.env, TMPDIR: folder } }
    const { stdout, stderr } = await new Promise<{ stdout: string; stderr: string }>(resolve =>
      execFile('bash', ['-euo', 'pipefail', '-c', marked.join('\n')], options, (_, stdout, stderr) =>
        resolve({ stdout, stderr }),
      ),
    )
    const printed = stdout.split('\n===')
    assert.equal(printed.length, blocks.length, stderr || stdout)
    for (const [at, { commands, output }] of blocks.slice(1).entries())
      assert.match(printed[at]!.trim(), new RegExp(`^${patternOf(output)}$`), commands)
  })

  test('shows a difference with the line of the document that says otherwise', () => {
    const [, line] = /verified must be boolean {2}\[docs\/member-api\.yaml:(\d+)\]/.exec(page) ?? []
    assert.match(document.split('\n')[Number(line) - 1] ?? '', /verified: \{ type: boolean/)
  })

  test('shows the hash of a password in NFC, which its other form is not', async () => {
    const [, hash = ''] = /"passwordHash": "([^"]+)"/.exec(page) ?? []
    const [, password = ''] = /hash is of `([^`]+)` in NFC/.exec(page) ?? []
    assert.equal(await argon2.verify(hash, password.normalize('NFC')), true)
    assert.equal(await argon2.verify(hash, password.normalize('NFD')), false)
  })
})

test("the API's document states the limits that the wizard has", () => {
  const { memberApi } = DependencyLimits.parse({})
  const outbox = OutboxLimits.parse({})
  const { breaker } = memberApi
  const [now, soon, ...minutes] = outbox.activationWaitsSeconds
  const text = document.replaceAll(/\s+/g, ' ')
  for (const said of [
    `Answer within ${memberApi.callMs / 1000} seconds`,
    `${memberApi.callMs / 1000} seconds for a call, and ${memberApi.questionMs / 1000} seconds for a question`,
    `at most ${breaker.concurrent} calls at a time`,
    `half of ${breaker.calls} or more calls in ${breaker.windowMs / 1000} seconds`,
    `makes none for ${breaker.openMs / 1000} seconds`,
    `then after ${now} and ${soon} seconds, ${minutes.slice(0, -1).map(s => s / 60)} and ${minutes.at(-1)! / 60} minutes`.replace(
      ',5',
      ', 5',
    ),
    `every ${minutes.at(-1)! / 60} minutes for up to ${outbox.lifetimeSeconds / 3600} hours`,
    `at least ${outbox.lifetimeSeconds / 3600} hours from the last activation`,
    `at least ${outbox.lifetimeSeconds / 3600} hours after the last request`,
  ])
    assert.ok(text.includes(said), said)
})

test("the API's document has what Redocly's and Spectral's rules ask of each operation", () => {
  const { operations, find } = readDocument()
  assert.equal(operations.size, 4)
  for (const field of ['contact', 'license', 'description']) assert.ok(find(`/info/${field}`), field)
  for (const { id, pointer } of operations.values()) {
    for (const field of ['summary', 'description', 'tags/0']) assert.ok(find(`${pointer}/${field}`), `${id}: ${field}`)
    const statuses = Object.keys(find(`${pointer}/responses`)!.node as object)
    assert.ok(
      ['2', '4', '5'].every(first => statuses.some(status => status.startsWith(first))),
      `${id}: ${statuses}`,
    )
  }
})
