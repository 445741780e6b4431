import assert from 'node:assert/strict'
import { globSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { describe, test } from 'node:test'
import manifest from '../../package.json' with { type: 'json' }
import { ALLOWED, licences } from '../support/licences.ts'
import { structure } from '../support/structure.ts'

const { load } = createRequire(import.meta.url)('js-yaml') as { load(text: string): unknown }
const read = (path: string) => readFileSync(new URL(`../../${path}`, import.meta.url), 'utf8')
const withoutNewlines = (text: string) => text.replace(/\s+/g, ' ')

describe('whoever comes to the project', () => {
  test('finds in the README the floors of the code as they are', () => {
    assert.ok(read('README.md').includes(structure()), 'run `npm run structure`')
  })

  test('finds every document in the index', () => {
    const index = read('docs/README.md')
    const documents = readdirSync(new URL('../../docs', import.meta.url)).filter(name => name !== 'README.md')
    const missing = documents.filter(name => !index.includes(`(${name}`))
    assert.deepEqual(missing, [])
  })

  test('finds the reason for each package that runs in production, and of no other', () => {
    const rows = read('docs/dependencies.md').match(/^\| `.*/gm)!
    const explained = rows.flatMap(row => [...row.split(' | ')[0]!.matchAll(/`([^`]+)`/g)].map(([, name]) => name!))
    assert.deepEqual(explained.toSorted(), Object.keys(manifest.dependencies).toSorted())
  })

  test('takes over no licence that asks for more than its notice', () => {
    const found = [...licences().keys()]
    assert.ok(found.length > 1)
    assert.deepEqual(
      found.filter(licence => !ALLOWED.includes(licence)),
      [],
    )
    assert.match(
      withoutNewlines(read('docs/dependencies.md')),
      new RegExp(`Allowed are ${ALLOWED.slice(0, -1).join(', ')} and ${ALLOWED.at(-1)},`),
    )
  })

  test('has each change judged by what the project judges itself by', () => {
    const { jobs } = load(read('.github/workflows/ci.yml')) as { jobs: { test: { steps: { run?: string }[] } } }
    assert.equal(jobs.test.steps.at(-1)!.run, '.ci/run')
    for (const form of ['fault', 'change']) assert.ok(load(read(`.github/ISSUE_TEMPLATE/${form}.yml`)))
  })

  test('reads figures that are in the document beside them, with a command that there is', () => {
    const rows = read('README.md').match(/^\| [\d.].* \| `npm run .*$/gm)!
    assert.ok(rows.length >= 6)
    for (const row of rows) {
      const [figures = '', what = '', from = ''] = row.slice(2).split(' | ')
      const text = read(/\((docs\/[\w-]+\.md)\)/.exec(from)![1]!)
      for (const number of `${figures} ${what}`.match(/\d[\d,.]*(?<![,.])/g)!)
        assert.match(text, new RegExp(`(?<![\\d.,])${RegExp.escape(number)}(?!\\d|[.,]\\d)`), `${number} of ${row}`)
    }
  })

  test('is promised no command that there is not', () => {
    const named = ['README.md', 'CONTRIBUTING.md', ...globSync('docs/{README,dependencies,how-to/*}.md')].flatMap(
      file => [...read(file).matchAll(/npm run ([\w:-]+)/g)].map(([, name]) => name!),
    )
    assert.deepEqual(
      named.filter(name => !(name in manifest.scripts)),
      [],
    )
  })
})
