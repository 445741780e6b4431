import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import ar from '../../locales/ar.json' with { type: 'json' }
import fr from '../../locales/fr.json' with { type: 'json' }
import { activation } from '../../src/journey.ts'

const files = globSync(['src/**/*.ts', 'views/**/*.njk'], { exclude: path => /^src\/(config|demo)/.test(path) })
const sources = files.map(file => readFileSync(file, 'utf8')).join('\n')
const copy = JSON.stringify([fr, ar])
const slugs = activation.steps.map(({ slug }) => slug)
const keys = [...new Set(leaves(fr).map(key => key.replace(/_(zero|one|two|few|many|other)$|\.\d+$/, '')))]

describe('the copy', () => {
  test('has no sentence that is never shown', () => {
    assert.deepEqual(
      keys.filter(key => !isUsed(key)),
      [],
    )
  })

  test('has every sentence that a template or a controller uses', () => {
    const named = [
      ...sources.matchAll(/'((?:service|pages|captcha|notices|countdown|warning|steps|messages)\.[\w.-]+\w)'/g),
    ]
    const known = new Set(leaves(fr).flatMap(prefixes))
    assert.deepEqual(
      [...new Set(named.map(([, key]) => key!))].filter(key => !known.has(key)),
      [],
    )
  })
})

/** Named whole, nested in another sentence, or put together in one of the two ways in which the code puts keys together. */
function isUsed(key: string): boolean {
  if (quoted(key) || copy.includes(`$t(${key}`)) return true
  const parts = key.split('.')
  return isOfAField(parts) || isOfAMessage(key) || parts.some((_, index) => isComposed(parts, index))
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
  return begun && quoted(parts[varying]!) && (end === '' || quoted(end) || sources.includes(`}${end}\``))
}

/** `messages.email.${name}.${key}` of mail.ts, `messages.sms.${name}Both` of sms.ts. */
function isOfAMessage(key: string): boolean {
  const [, name = '', line = ''] =
    /^messages\.(?:email\.(\w+)\.(\w+)|sms\.(\w+)Both)$/.exec(key)?.filter(part => part !== undefined) ?? []
  return name !== '' && quoted(name) && (line === '' || quoted(line))
}

/** `steps.<slug>.fields.<name>.errors.<code>`, of step-page.ts: the field and the code must exist. */
function isOfAField([steps, slug = '', part, name = '', kind = '', code = '']: string[]): boolean {
  if (steps !== 'steps' || !slugs.includes(slug)) return false
  if (part === 'errors') return quoted(name)
  const exists = part === 'fields' && new RegExp(`\\b${name}:|'${name}'`).test(sources)
  return exists && (kind === 'errors' ? quoted(code) : ['label', 'hint'].includes(kind) || quoted(kind))
}

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
