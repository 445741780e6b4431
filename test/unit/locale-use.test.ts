import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { handOverOfStep } from '../../src/agent/guide/of-step.ts'
import { ADVICE, SITUATIONS } from '../../src/agent/guide/spoken.ts'
import { activation } from '../../src/journey.ts'
import { ar, fr } from '../support/copy.ts'

const files = globSync(['src/**/*.ts', 'views/**/*.njk'], { exclude: path => /^src\/(config|demo)/.test(path) })
const sources = files.map(file => wholeKeys(readFileSync(file, 'utf8'))).join('\n')
const copy = JSON.stringify([fr, ar])
const slugs = activation.steps.map(({ slug }) => slug)
// What agents say is found by its situation, which has a test of its own.
const ours = leaves({ ...fr, guide: {} })
const keys = [...new Set(ours.map(key => key.replace(/_(zero|one|two|few|many|other)$|\.\d+$|@.*$/, '')))]

describe('the copy', () => {
  test('has no sentence that is never shown', () => {
    assert.deepEqual(
      keys.filter(key => !isUsed(key)),
      [],
    )
  })

  test('has every sentence that a template or a controller uses', () => {
    const named = [
      ...sources.matchAll(
        /'((?:service|pages|captcha|notices|countdown|warning|steps|messages|console)\.(?!js')[\w.-]+\w)'/g,
      ),
    ]
    const known = new Set(ours.flatMap(prefixes))
    assert.deepEqual(
      [...new Set(named.map(([, key]) => key!))].filter(key => !known.has(key)),
      [],
    )
  })
})

describe('the advice to agents', () => {
  test('is shown on the sheet of a step, all of it', () => {
    for (const { mistakes, handOver } of Object.values(ADVICE)) {
      assert.deepEqual(Object.keys(mistakes).toSorted(), slugs.toSorted())
      assert.deepEqual(Object.keys(handOver).toSorted(), [...new Set(slugs.flatMap(handOverOfStep))].toSorted())
    }
  })
})

/** With `copy + 'title'` as one text if the template has set `copy` to a text. */
function wholeKeys(text: string): string {
  let copy = ''
  return text.replace(/set copy = (?:'([^']+)' %}|.)|\bcopy \+ ('?)/g, (all, set, quote) => {
    if (all.startsWith('copy')) return copy ? `'${copy}${quote ? '' : "' + "}` : all
    copy = set ?? ''
    return set ? '' : all
  })
}

/** Named whole, nested in another sentence, or put together in one of the ways in which the code puts keys together. */
function isUsed(key: string): boolean {
  if (quoted(key) || copy.includes(`$t(${key}`)) return true
  const parts = key.split('.')
  return isOfAField(parts) || isOfAMessage(key) || isOfTwo(parts) || parts.some((_, index) => isComposed(parts, index))
}

/** `'pages.' + page + '.title'`: the beginning, one varying part and the ending are each in the code. */
function isComposed(parts: string[], varying: number): boolean {
  const start = parts
    .slice(0, varying)
    .map(part => `${part}.`)
    .join('')
  const end = parts
    .slice(varying + 1)
    .map(part => `.${part}`)
    .join('')
  const begun = start !== '' && (sources.includes(`'${start}'`) || sources.includes(`\`${start}$`))
  return begun && isWord(parts[varying]!) && (end === '' || quoted(end) || sources.includes(`}${end}\``))
}

/** `console.trail.${event}.${word}`, `messages.email.${name}.${key}`: two parts vary. */
function isOfTwo(parts: string[]): boolean {
  const [word = '', part = '', ...start] = parts.toReversed()
  return sources.includes(`\`${start.toReversed().join('.')}.\${`) && isWord(part) && isWord(word)
}

/** `messages.sms.${name}Both` of sms.ts. */
const isOfAMessage = (key: string) => quoted(/^messages\.sms\.(\w+)Both$/.exec(key)?.[1] ?? key)

/** `steps.<slug>.fields.<name>.errors.<code>`, of step-page.ts: the field and the code must exist. */
function isOfAField([steps, slug = '', part, name = '', kind = '', code = '']: string[]): boolean {
  if (steps !== 'steps' || !slugs.includes(slug)) return false
  if (part === 'errors') return quoted(name)
  const exists = part === 'fields' && new RegExp(`\\b${name}:|'${name}'`).test(sources)
  return exists && (kind === 'errors' ? quoted(code) : ['label', 'hint'].includes(kind) || quoted(kind))
}

/** What varies in a key: a text of the code, a name that a template goes through, or what agents say. */
const isWord = (text: string) =>
  quoted(text) || new RegExp(`(?:{|,) ${text}: `).test(sources) || SITUATIONS.some(situation => situation === text)
const quoted = (text: string) => sources.includes(`'${text}'`)
const prefixes = (key: string) => [
  key,
  key.replace(/_(zero|one|two|few|many|other)$|\.\d+$/, ''),
  ...key.split('.').map((_, i, all) => all.slice(0, i + 1).join('.')),
]

function leaves(value: object, path = ''): string[] {
  return Object.entries(value).flatMap(([key, inner]) =>
    typeof inner === 'string' ? [path + key] : leaves(inner, `${path}${key}.`),
  )
}
