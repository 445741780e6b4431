import type { ApiDocument, Schema } from './document.ts'

export interface Malformed {
  name: string
  body: unknown
  /** The pointer of the keyword that the body breaks. */
  pointer: string
}

type Broken = { name: string; value: unknown; keyword: string }

/** Bodies that are each wrong in one way, by the schema at a pointer, made from one that is right. */
export function malformed(document: ApiDocument, pointer: string, right: unknown): Malformed[] {
  const cases = inside(document, pointer, right, [])
  return cases.filter(({ body }) => document.differences(pointer, body).length > 0)
}

function inside(document: ApiDocument, pointer: string, right: unknown, path: string[]): Malformed[] {
  const { node, pointer: at } = document.find(pointer)!
  const schema = node as Schema
  const own = (schema.type === 'object' ? ofObject(schema, right as object) : ofString(schema, String(right))).map(
    ({ name, value, keyword }) => ({
      name: path.length ? `${path.join('.')}: ${name}` : name,
      body: value,
      pointer: `${at}/${keyword}`,
    }),
  )
  const deeper = Object.entries(Object(schema.type === 'object' ? right : {})).flatMap(([key, value]) =>
    inside(document, `${at}/properties/${key}`, value, [...path, key]).map(found => ({
      ...found,
      body: { ...(right as object), [key]: found.body },
    })),
  )
  return [...own, ...deeper]
}

function ofObject({ required = [], minProperties, additionalProperties }: Schema, right: object): Broken[] {
  const without = (key: string) => Object.fromEntries(Object.entries(right).filter(([other]) => other !== key))
  return [
    { name: 'a list instead of an object', value: [], keyword: 'type' },
    ...required.map(key => ({ name: `without ${key}`, value: without(key), keyword: 'required' })),
    ...(minProperties ? [{ name: 'an empty object', value: {}, keyword: 'minProperties' }] : []),
    ...(additionalProperties === false
      ? [{ name: 'a field too many', value: { ...right, unnamed: 'x' }, keyword: 'additionalProperties' }]
      : []),
  ]
}

function ofString({ type, minLength, maxLength, ...schema }: Schema, right: string): Broken[] {
  const length = (characters: number) => right.padEnd(characters, '1').slice(0, characters)
  return [
    ...(type ? [{ name: 'a number instead of text', value: 7, keyword: 'type' }] : []),
    ...(schema['enum'] ? [{ name: 'a word that is not listed', value: 'unlisted', keyword: 'enum' }] : []),
    ...(schema['pattern'] ? [{ name: 'another form', value: `${right}!`, keyword: 'pattern' }] : []),
    ...(schema['format'] ? [{ name: 'another form', value: 'unformed', keyword: 'format' }] : []),
    ...(minLength ? [{ name: 'too short', value: length(Number(minLength) - 1), keyword: 'minLength' }] : []),
    ...(maxLength ? [{ name: 'too long', value: length(Number(maxLength) + 1), keyword: 'maxLength' }] : []),
  ]
}
