import assert from 'node:assert/strict'
import { z } from 'zod'
import { Limits } from '../../src/config/limits/index.ts'

interface Schema {
  type?: string
  minimum?: number
  maximum?: number
  default?: unknown
  minItems?: number
  properties?: Record<string, Schema>
  prefixItems?: Schema[]
  items?: Schema | false
}

type Pick = (least: number, most: number) => number

/** Neither a whole nor half of any unit, if the bounds allow. */
const odd: Pick = (least, most) => (least <= 157 && most >= 157 ? 157 : least + Math.floor((most - least) / 3))

/** Limits of which each figure has its least, an odd or its greatest value, whatever figures the schema has. */
export const LIMIT_VALUES: Readonly<Record<string, Limits>> = {
  'the least': allAt(least => least),
  odd: allAt(odd),
  'the greatest': allAt((_least, most) => most),
}

/** Limits with this value of each figure. Those of the server itself are as usual: they turn requests away, and are shown nowhere. */
function allAt(pick: Pick): Limits {
  const schema = z.toJSONSchema(Limits, { io: 'input', unrepresentable: 'any' }) as Schema
  const { server: _asUsual, ...others } = valueAt(schema, pick, 'limits') as Record<string, unknown>
  return Limits.parse(others)
}

function valueAt(schema: Schema, pick: Pick, path: string): unknown {
  const { type, minimum, maximum, properties, prefixItems, items, minItems = 0 } = schema
  if (type === 'integer' || type === 'number') {
    assert.ok(minimum !== undefined && maximum !== undefined, `${path} has no bounds`)
    return pick(minimum, maximum)
  }
  if (properties)
    return Object.fromEntries(
      Object.entries(properties).map(([name, inner]) => [name, valueAt(inner, pick, `${path}.${name}`)]),
    )
  if (prefixItems) return prefixItems.map((inner, n) => valueAt(inner, pick, `${path}.${n}`))
  if (type === 'array' && items && minItems > 0) return [valueAt(items, pick, `${path}.0`)]
  return schema.default
}
