import type { Params } from './index.ts'

const MOST_KEPT = 5000

export function copyCache() {
  const cache = new Map<string, string>()

  return (name: string, params: Params | undefined, make: () => string): string => {
    if (params && !recurs(params)) return make()
    const key = params ? `${name} ${JSON.stringify(params, toTheMinute)}` : name
    const known = cache.get(key)
    if (known !== undefined) return known
    const made = make()
    // Keys contain minutes: the cache is cleared when it is full.
    if (cache.size >= MOST_KEPT) cache.clear()
    cache.set(key, made)
    return made
  }
}

/** Cache only parameters that recur across members: step numbers and titles, links, durations, times; not names or addresses. */
function recurs(params: Params): boolean {
  return Object.entries(params).every(
    ([name, value]) =>
      typeof value === 'number' ||
      value instanceof Date ||
      (typeof value === 'object' && 'seconds' in value) ||
      name === 'href' ||
      name === 'title',
  )
}

/** Pages show minutes, so seconds are cut from the key. `JSON.stringify` passes a `Date` as text. */
function toTheMinute(_name: string, value: unknown): unknown {
  return typeof value === 'string' ? value.replace(/^(\d{4}-\d\d-\d\dT\d\d:\d\d):.*Z$/, '$1') : value
}
