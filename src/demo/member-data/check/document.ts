import { readFileSync } from 'node:fs'
import { Ajv2020 } from 'ajv/dist/2020.js'
import formats from 'ajv-formats'
import { step, withLines } from './lines.ts'

export const DOCUMENT = 'docs/member-api.yaml'
const METHODS = ['get', 'post', 'put']

/** What differs, and the line of the document that says otherwise. */
export interface Difference {
  what: string
  line: number
}

export interface Schema {
  type?: string
  required?: string[]
  properties?: Record<string, Schema>
  [keyword: string]: unknown
}

export interface Operation {
  id: string
  method: string
  path: string
  pointer: string
  secured: boolean
}

export type ApiDocument = ReturnType<typeof readDocument>

/** The document, by operation, schema and line. Throws if it lacks what the rows refer to. */
export function readDocument(file = new URL(`../../../../${DOCUMENT}`, import.meta.url)) {
  const text = readFileSync(file, 'utf8')
  const { data, lines } = withLines(text)
  const written = text.split('\n')
  const pointers = new Map<unknown, string>()
  const operations = new Map<string, Operation>()
  const ajv = new Ajv2020({ strict: false, allErrors: true, verbose: true })
  formats.default(ajv)
  ajv.addSchema(data as object, 'document')
  walk(data, '')

  function walk(node: unknown, pointer: string): void {
    if (typeof node !== 'object' || node === null) return
    pointers.set(node, pointer)
    const [, path, method] = /^\/paths\/([^/]+)\/([^/]+)$/.exec(pointer) ?? []
    if (path && METHODS.includes(method!)) {
      const { operationId: id, security } = node as { operationId: string; security?: unknown[] }
      operations.set(id, { id, method: method!.toUpperCase(), path: plain(path), pointer, secured: !security })
    }
    for (const [key, value] of Object.entries(node)) walk(value, pointer + step(key))
  }

  /** What stands at a pointer, and where, after each `$ref` on the way. */
  function find(pointer: string): { node: unknown; pointer: string } | undefined {
    let found = { node: data, pointer: '' }
    for (const key of pointer.split('/').slice(1).map(plain)) {
      const node = Object(found.node)[key]
      if (node === undefined) return undefined
      const ref = Object(node).$ref as string | undefined
      found = ref ? find(ref.slice(1))! : { node, pointer: found.pointer + step(key) }
    }
    return found
  }

  function lineOf(pointer: string, saying?: string): number {
    const line = lines.get(find(pointer)?.pointer ?? '')
    const index = saying && line ? written.findIndex((text, at) => at >= line - 1 && text.includes(saying)) : 0
    if (!line || index === -1) throw new Error(`${DOCUMENT} has no ${pointer} ${saying ?? ''}`)
    return saying ? index + 1 : line
  }

  return {
    version: (data as { info: { version: string } }).info.version,
    operations: operations as ReadonlyMap<string, Operation>,
    find,
    lineOf,

    /** Where `value` does not fit the schema at a pointer. Names fields, never their values. */
    differences(pointer: string, value: unknown): Difference[] {
      const fits = ajv.getSchema(`document#${find(pointer)!.pointer}`)
      if (!fits || fits(value)) return []
      return (fits.errors ?? []).map(({ instancePath, message, keyword, parentSchema, params }) => {
        const schema = pointers.get(parentSchema) ?? pointer
        const line = lines.get(schema + step(keyword)) ?? lineOf(schema)
        const extra = 'additionalProperty' in params ? ` (${params['additionalProperty']})` : ''
        return { what: `${instancePath.slice(1).replaceAll('/', '.') || 'the body'} ${message}${extra}`, line }
      })
    },
  }
}

const plain = (key: string): string => key.replaceAll('~1', '/').replaceAll('~0', '~')
