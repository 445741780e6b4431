import assert from 'node:assert/strict'
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, test } from 'node:test'
import { folders, lengths, MOST_ENTRIES, quantile } from './support/shape.ts'

/** The floors of the house: a file imports from its own or from those named here. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  ports: [],
  config: [],
  observability: ['domain', 'ports'],
  domain: ['ports', 'config'],
  wizard: [],
  steps: ['ports', 'config', 'domain', 'observability', 'wizard'],
  journey: ['domain', 'steps', 'wizard'],
  i18n: ['ports', 'config', 'domain'],
  adapters: ['ports', 'config', 'domain', 'observability'],
  web: ['observability', 'ports', 'config', 'domain', 'wizard', 'journey', 'i18n'],
  // Dictionaries are made of the gallery's pages, and the script of the copy.
  assets: ['config', 'demo', 'i18n', 'ports'],
  server: ['observability', 'adapters', 'config', 'domain', 'i18n', 'journey', 'ports', 'web'],
  agent: ['observability', 'adapters', 'config', 'domain', 'i18n', 'journey', 'ports', 'server', 'web', 'wizard'],
  main: ['config', 'server'],
  demo: ['adapters', 'agent', 'config', 'domain', 'i18n', 'journey', 'ports', 'server', 'web', 'wizard'],
}

/** What holds the wizard's services, or is composed of them; of `server` the console may have only what serves any app. */
const ACTING =
  /^(steps\/|domain\/(services|activation|codes|identity)\b|server\/(app|compose|index)\.ts|adapters\/(smtp|carrier|twilio|member-api|captcha)\b|web\/(routes|wizard\/controller|session-ids)\b)/
/** Ports that change what a member has, sends or holds. */
const WRITING_PORTS = /\b(SharedPage|CodeLedger|Outbox|Mailer|Texter|MemberRegistry|Services)\b/

const MEETS_ADAPTERS = new Set(['agent/compose.ts', 'agent/server.ts', 'agent/sign-in/cli.ts'])

const sources = readdirSync('src', { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts') && !file.startsWith('assets/browser/'))
  .map(file => ({ file, text: readFileSync(join('src', file), 'utf8') }))

/** The files of src that a file imports, types included. */
const importsOf = ({ file, text }: (typeof sources)[number]) =>
  [...text.matchAll(/(?:from|import\(?)\s*'(\.[^']+\.ts)'/g)].map(([, target]) => join(dirname(file), target!))

const floorOf = (file: string) => file.split('/')[0]!.replace(/\.ts$/, '')

describe('the house', () => {
  test('has floors: each file imports from its own floor or one below', () => {
    for (const source of sources)
      for (const target of importsOf(source)) {
        const { file } = source
        const to = floorOf(target)
        const allowed = MAY_IMPORT[floorOf(file)]
        assert.ok(allowed, `${file} is on no known floor`)
        assert.ok(to === floorOf(file) || allowed.includes(to), `${file} may not import from ${to}`)
      }
  })

  test('has no circle of imports, not even of types alone', () => {
    const edges = new Map(sources.map(source => [source.file, importsOf(source)]))
    const clear = new Set<string>()
    const walk = (file: string, way: string[]): void => {
      assert.ok(!way.includes(file), [...way.slice(way.indexOf(file)), file].join(' → '))
      if (clear.has(file)) return
      for (const target of edges.get(file) ?? []) walk(target, [...way, file])
      clear.add(file)
    }
    for (const file of edges.keys()) walk(file, [])
  })

  test('reads the environment in one place; the stand-ins that run alone read their own port', () => {
    const readers = sources.filter(({ text }) => /process\.env/.test(text)).map(({ file }) => file)
    assert.deepEqual(
      readers.filter(file => !file.startsWith('demo/')),
      ['config/index.ts'],
    )
  })

  test('has steps that import nothing of HTTP, languages or adapters', () => {
    for (const { file, text } of sources.filter(({ file }) => /^(steps|wizard|domain)\//.test(file)))
      assert.doesNotMatch(
        text,
        /(from |withFirstUse\b.*\(\s*)'(express|i18next|nunjucks|axios|ioredis|nodemailer|twilio)/s,
        file,
      )
  })

  test('has a console that imports nothing with which to act for a member, and adapters where it is composed (AG-3)', () => {
    for (const source of sources.filter(({ file }) => file.startsWith('agent/'))) {
      const targets = importsOf(source)
      const acting = targets.filter(target => ACTING.test(target))
      assert.deepEqual(acting, [], source.file)
      assert.doesNotMatch(source.text, WRITING_PORTS, source.file)
      if (!MEETS_ADAPTERS.has(source.file))
        assert.ok(!targets.some(target => target.startsWith('adapters/')), source.file)
    }
  })

  test('takes from limits and issues codes in one place, which settles whatever it has taken (OTP-17, REL-R1)', () => {
    const takers = sources.filter(
      ({ file, text }) => !file.startsWith('adapters/') && /\.(take|takeAfter|issue|issuing)\(/.test(text),
    )
    assert.deepEqual(takers.map(({ file }) => file).toSorted(), [
      'domain/codes/issue-run-settle.ts',
      'domain/take-run-settle.ts',
    ])
  })

  test('has small rooms: no file over 200 lines, half of them at most 40', () => {
    assert.ok(lengths.at(-1)! <= 200, `the longest has ${lengths.at(-1)} lines`)
    assert.ok(quantile(0.5) <= 40, `the median is ${quantile(0.5)}`)
  })

  test('has no folder with more entries than a reader takes in at a glance', () => {
    for (const { folder, entries } of folders) assert.ok(entries <= MOST_ENTRIES, `${folder} has ${entries}`)
  })

  test('draws codes and keys from the system, never from Math.random (OTP-1)', () => {
    const users = sources.filter(({ text }) => /Math\.random/.test(text)).map(({ file }) => file)
    assert.deepEqual(
      users.filter(file => !/repeat|carrier/.test(file)),
      [],
      'only the jitter of retries may',
    )
  })

  test('never exempts data from escaping in a template', () => {
    const templates = readdirSync('views', { recursive: true, encoding: 'utf8' }).filter(file => file.endsWith('.njk'))
    for (const file of templates) assert.doesNotMatch(readFileSync(join('views', file), 'utf8'), /\|\s*safe\b/, file)
  })
})
