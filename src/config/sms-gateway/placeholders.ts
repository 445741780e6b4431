import type { SmsGatewayFile } from './file.ts'

/** What a text in braces is replaced by, in `query`, `json` or `form`; `{secret}` in a header too. */
export const PLACEHOLDERS = [
  ...(['to', 'toDigits', 'text', 'charset'] as const),
  ...(['validitySeconds', 'validityMinutes', 'callback', 'secret'] as const),
] as const

export type Placeholder = (typeof PLACEHOLDERS)[number]

export const PLACEHOLDER = /\{([A-Za-z]+)\}/g

/** The texts of a file that may hold placeholders, each with its place. */
export function templatesOf({ headers, query = {}, json = {}, form = {} }: SmsGatewayFile): Template[] {
  return Object.entries({ headers, query, json, form }).flatMap(([part, values]) => leaves(part, values))
}

export interface Template {
  place: string
  text: string
}

function leaves(place: string, value: unknown): Template[] {
  if (typeof value === 'string') return [{ place, text: value }]
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([name, each]) => leaves(`${place}.${name}`, each))
}

export const namesIn = (text: string): string[] => [...text.matchAll(PLACEHOLDER)].map(([, name]) => name!)
