import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { DOCUMENT, readDocument } from '../../src/demo/member-data/check/document.ts'
import { checkMemberApi } from '../../src/demo/member-data/check/run.ts'
import { startMemberDataApi } from '../../src/demo/member-data/member-data-api.ts'
import type { SampleMember } from '../../src/demo/member-data/members.ts'
import { startWrongApis } from '../support/wrong-member-api.ts'
import { wrongApis } from './wrong-member-apis.ts'

const token = 'a-token-for-the-check'
const document = readDocument()
const written = readFileSync(DOCUMENT, 'utf8').split('\n')
const folder = mkdtempSync(join(tmpdir(), 'member-api-check-'))
const names = Object.keys(wrongApis)
let api: Awaited<ReturnType<typeof startMemberDataApi>>
let wrong: Awaited<ReturnType<typeof startWrongApis>>

/** Three members to activate for each run, so that one stand-in serves all. */
const fresh = (run: number): SampleMember[] =>
  [0, 1, 2].map(nth => ({
    ...member(`to activate ${nth}`, String(700_000_000 + 10 * run + nth)),
    // Waits for a second: only if the API is as it should be.
    ...(run === 0 && nth === 0 && { busyOnce: true as const }),
  }))
const first = member('the first', '500600800')
const twin = member('two records', '500600700')
/** Taken for the twins by an API that takes the first of two. */
const single = member('one record', '500600701')

function member(name: string, registrationNumber: string): SampleMember {
  const file = { registrationNumber, employerId: '1234567', nationalId: 'AB123456', birthDate: '1960-05-12' }
  return { name, description: { fr: '', en: '' }, file: { ...file, civilStatusNumber: '12/1960' } }
}

function sampleOf({ name, file }: SampleMember) {
  const { registrationNumber, employerId, nationalId, birthDate, civilStatusNumber } = file
  const identifier = { type: 'registrationNumber', value: registrationNumber }
  return { name, claim: { identifier, nationalId, birthDate }, answers: { employerId, civilStatusNumber } }
}

function sampleFile(run: number): string {
  const { answers: _, ...nobody } = sampleOf(twin)
  const members = [{ ...sampleOf(first), accountStatus: 'none' }]
  const file = join(folder, `${run}.json`)
  writeFileSync(file, JSON.stringify({ members, nobody: [nobody], activate: fresh(run).map(sampleOf) }))
  return file
}

before(async () => {
  const members = [first, twin, { ...twin }, single, ...[-1, ...names.keys()].flatMap(run => fresh(run + 1))]
  api = await startMemberDataApi({ token, members })
  const turns = Object.fromEntries(names.map((name, at) => [`wrong-${at}`, wrongApis[name]!.turn(token)]))
  wrong = await startWrongApis(api.url, turns)
})
after(() => Promise.all([api.close(), wrong.close()]))

test('the check finds nothing at the stand-in, tries every operation, and waits if it is busy', async () => {
  const rows = await checkMemberApi({
    document,
    url: api.url,
    token,
    callMs: 60_000,
    sampleFile: sampleFile(0),
    write: true,
  })
  assert.deepEqual(
    rows.filter(({ differs, skipped }) => skipped || differs.length > 0),
    [],
  )
  const operations = new Set(rows.map(({ operation }) => operation.id))
  assert.deepEqual([...operations].toSorted(), ['activateAccount', 'checkIdentity', 'checkPayment', 'health'])
})

describe('the check finds an API in which', () => {
  for (const [at, name] of names.entries())
    test(name, async () => {
      const [operation, row, line] = wrongApis[name]!.found
      const write = operation === 'activateAccount' || name.includes('activation')
      const url = `${wrong.url}/wrong-${at}`
      const rows = await checkMemberApi({
        document,
        url,
        token,
        callMs: name.includes('three seconds') ? 3000 : 60_000,
        sampleFile: sampleFile(at + 1),
        write,
      })
      const differ = rows.filter(({ differs }) => differs.length > 0)
      assert.ok(
        differ.some(
          each =>
            each.operation.id === operation &&
            each.name.includes(row) &&
            each.differs.some(difference => written[difference.line - 1]!.includes(line)),
        ),
        JSON.stringify(
          differ.map(({ operation, name, differs }) => [operation.id, name, ...differs]),
          null,
          1,
        ),
      )
    })
})

describe('npm run member-api:check', () => {
  const tokenFile = join(folder, 'token')
  const run = (...options: string[]) =>
    new Promise<{ status: unknown; stdout: string; stderr: string }>(resolve => {
      const { 'member-api:check': command } = JSON.parse(readFileSync('package.json', 'utf8')).scripts
      const [node, ...args] = [...command.split(' '), '--seconds', '60', ...options]
      execFile(node, args, (error, stdout, stderr) => resolve({ status: error ? error.code : 0, stdout, stderr }))
    })
  before(() => writeFileSync(tokenFile, `${token}\n`))

  test('prints what differs with its line, writes JUnit, exits with 1, and shows neither token nor members', async () => {
    const url = `${wrong.url}/wrong-${names.indexOf('verified is text')}`
    const report = join(folder, 'junit.xml')
    const options = ['--token-file', tokenFile, '--sample', sampleFile(0), '--junit', report]
    const { status, stdout, stderr } = await run(url, ...options)
    assert.deepEqual([status, stderr], [1, ''])
    const line = written.findIndex(text => text.includes('verified: { type: boolean')) + 1
    const difference = `DIFFERS  the first: the right answers\n {13}verified must be boolean  \\[${DOCUMENT}:${line}\\]`
    assert.match(stdout, new RegExp(difference))
    assert.match(stdout, /–\s+every call: not tried, needs --write/)
    assert.match(stdout, /\d+ rows: \d+ as the document says, 5 differ, 1 not tried\n$/)
    const xml = readFileSync(report, 'utf8')
    assert.match(
      xml,
      /<testcase classname="checkPayment" name="the first: the right answers" time="[\d.]+">\n +<failure /,
    )
    assert.equal(xml.match(/<skipped /g)?.length, 1)
    for (const secret of [token, first.file.nationalId, first.file.registrationNumber!, '12/1960'])
      assert.ok(!(stdout + xml).includes(secret), secret)
  })

  test('without a token tries the refusals alone, and says what it needs for the rest', async () => {
    const { status, stdout } = await run(api.url)
    assert.equal(status, 0, stdout)
    assert.match(stdout, /ok {6} without a token\n/)
    assert.match(
      stdout,
      /checkIdentity[\s\S]*not tried, needs --token-file[\s\S]*checkPayment[\s\S]*not tried, needs --token-file/,
    )
  })

  for (const [name, options, said] of [
    ['if nothing answers', ['http://127.0.0.1:9/api'], 'no answer from http://127.0.0.1:9/api: '],
    ['rather than send the token in clear', ['http://api.example.ma'], 'the token would cross the network in clear'],
    ['if it may write and has no members for it', ['https://api.example.ma', '--write'], '--write needs'],
    ['without a URL', [], 'one URL is needed'],
  ] as const)
    test(`exits with 2 ${name}`, async () => {
      const { status, stdout, stderr } = await run(...options)
      assert.deepEqual([status, stdout], [2, ''])
      assert.ok(stderr.startsWith(said), stderr)
    })
})
