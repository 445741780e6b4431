import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { z } from 'zod'
import { cleaned } from '../../src/domain/fields/clean.ts'
import { identity } from '../../src/steps/identity.ts'
import { Answers } from '../../src/wizard/answers.ts'
import { fieldsOf, isSecret, metaOf, parse } from '../../src/wizard/form.ts'
import { step } from '../../src/wizard/index.ts'
import { readOrganisation } from './organisation.ts'

const asking = { answers: new Answers({}), organisation: readOrganisation('cnops') }

describe('a form that was sent', () => {
  test('gives the cleaned values', () => {
    const page = form({ first: cleaned(), second: cleaned() })
    assert.deepEqual(parse(page, asking, { first: ' ١ ', second: 'b' }), { values: { first: '1', second: 'b' } })
  })

  test('gives nothing that the page did not ask', () => {
    const typed = { first: 'a', other: 'b', constructor: 'c', _token: 'd' }
    assert.deepEqual(parse(form({ first: cleaned() }), asking, typed), { values: { first: 'a' } })
  })

  test('shows every error at once, in the order of the page', () => {
    const page = form({ first: cleaned(), second: cleaned(), third: cleaned(3) }, () => ({ second: 'differ' }))
    const judged = errorsOf(parse(page, asking, { third: 'long', second: 'b' }))
    assert.deepEqual(judged, [
      ['first', 'required'],
      ['second', 'differ'],
      ['third', 'format'],
    ])
  })

  test('has one error for each field, the field’s own before what it is in comparison', () => {
    const page = form({ first: cleaned() }, () => ({ first: 'differ' }))
    assert.deepEqual(errorsOf(parse(page, asking, {})), [['first', 'required']])
  })

  test('is compared field by field only as far as fields are well on their own', () => {
    const seen: unknown[] = []
    const page = form({ first: cleaned(), second: cleaned() }, values => {
      seen.push(values)
      return {}
    })
    parse(page, asking, { first: ' a ' })
    assert.deepEqual(seen, [{ first: 'a' }])
  })

  test('with nothing in it shows all that is missing on the identity page', () => {
    assert.deepEqual(errorsOf(parse(identity, asking, {})), [
      ['identifierType', 'required'],
      ['nationalId', 'required'],
      ['birthDay', 'required'],
    ])
  })

  test('is judged on the identity page by the identifier that was chosen, not the other', () => {
    const typed = {
      identifierType: 'employerId',
      registrationNumber: '!',
      employerId: '',
      nationalId: 'A',
      birthDay: '31',
      birthMonth: '2',
      birthYear: '1960',
    }
    assert.deepEqual(errorsOf(parse(identity, asking, typed)), [
      ['employerId', 'required'],
      ['nationalId', 'format'],
      ['birthDay', 'real'],
    ])
  })

  test('marks on the identity page each part of the date that cannot be read', () => {
    const typed = { birthDay: '12', birthMonth: 'mai', birthYear: '60' }
    assert.deepEqual(errorsOf(parse(identity, asking, typed)).slice(-2), [
      ['birthMonth', 'monthDigits'],
      ['birthYear', 'yearDigits'],
    ])
    const long = { birthDay: '12', birthMonth: '5', birthYear: '6'.repeat(65) }
    assert.deepEqual(errorsOf(parse(identity, asking, long)).at(-1), ['birthYear', 'yearDigits'])
  })
})

describe('a field', () => {
  test('is a plain text unless its schema says otherwise', () => {
    const page = form({ plain: cleaned(), secret: z.string().meta({ type: 'password' }) })
    assert.deepEqual(metaOf(page, asking), { plain: { type: 'text' }, secret: { type: 'password' } })
    assert.deepEqual(Object.values(metaOf(page, asking)).map(isSecret), [false, true])
  })

  test('may depend on earlier answers', () => {
    const page = step({
      slug: 'page',
      path: 'page',
      percent: 0,
      fields: ({ answers }) => (answers.has({ slug: 'earlier' }) ? { more: cleaned() } : {}),
    })
    assert.deepEqual(Object.keys(fieldsOf(page, asking)), [])
    assert.deepEqual(Object.keys(fieldsOf(page, { ...asking, answers: new Answers({ earlier: 1 }) })), ['more'])
  })
})

function form(fields: Record<string, z.ZodType>, check?: (values: object) => Record<string, string>) {
  return step({ slug: 'page', path: 'page', percent: 0, fields, ...(check && { check }) })
}

function errorsOf(judged: ReturnType<typeof parse>) {
  assert.ok('errors' in judged)
  return Object.entries(judged.errors).map(([name, { code }]) => [name, code])
}
