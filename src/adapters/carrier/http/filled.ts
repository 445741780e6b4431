import { PLACEHOLDER, type Placeholder } from '../../../config/sms-gateway/placeholders.ts'

/** What the placeholders of the file are for one message; undefined leaves out the field that has it. */
export type Values = Readonly<Record<Placeholder, string | number | undefined>>

/** A field that is one placeholder and nothing else keeps its value's type: `"{validitySeconds}"` is a number in JSON. */
export function filled(template: unknown, values: Values): unknown {
  if (typeof template === 'string') return filledText(template, values)
  if (Array.isArray(template)) return template.map(each => filled(each, values)).filter(each => each !== undefined)
  if (typeof template !== 'object' || template === null) return template
  const entries = Object.entries(template).map(([name, each]) => [name, filled(each, values)] as const)
  return Object.fromEntries(entries.filter(([, value]) => value !== undefined))
}

function filledText(template: string, values: Values): string | number | undefined {
  const names = [...template.matchAll(PLACEHOLDER)].map(([, name]) => name as Placeholder)
  if (names.some(name => values[name] === undefined)) return undefined
  if (names.length === 1 && template === `{${names[0]}}`) return values[names[0]!]
  return template.replace(PLACEHOLDER, (_, name: Placeholder) => `${values[name]}`)
}
