import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'

/** Phrases that leave out who does what; CONTRIBUTING, "How we write", says what to write instead. */
const PHRASES = /\b(?:told of|tells? of|where there (?:is|are)|bec[ao]mes? of|meanwhile)\b/i

/** Examples of how not to write, and columns that `npm run requirements` copies from tests and breaks. */
const EXAMPLES = /^\| instead of \|[\s\S]*?\n\n/m
/** Of docs/how-to: a file that the reader makes. */
const CREATED = /^Create `.*$/gm
const GENERATED = /^(\| [A-Z]+-\d+ \| P\d \| .*? \| )`.*$/gm

const TEXTS = ['*.md', 'docs/**/*.md', '.env.example', 'src/**/*.{ts,lua,njk}', '{test,bench}/**/*.{ts,json,md}']

const documents = globSync(TEXTS, { exclude: ['test/unit/words.test.ts'] }).map(file => ({
  file,
  text: readFileSync(file, 'utf8').replace(EXAMPLES, '').replace(GENERATED, '$1').replace(CREATED, ''),
}))
const files = globSync('{src,test,bench}/**/*.{ts,lua,json}').map(file => `/${file}`)

describe('each document and source', () => {
  for (const { file, text } of documents)
    test(`${file} says who does what`, () => {
      assert.deepEqual(
        text.split('\n').filter(line => PHRASES.test(line)),
        [],
      )
    })

  for (const { file, text } of documents.filter(({ file }) => !/^src|^test|^bench|adr|CHANGELOG/.test(file)))
    test(`${file} names files that exist`, () => {
      const named = [...text.matchAll(/`([\w/.-]+\.(?:ts|lua))`/g)].map(([, path]) => path!)
      assert.deepEqual(
        named.filter(path => !files.some(there => there.endsWith(`/${path}`))),
        [],
      )
    })
})
