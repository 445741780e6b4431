import type { Params } from './index.ts'

const MOST_KEPT = 5000
/** Parameters whose texts recur across members: addresses of pages, and keys or words of the copy. */
const RECURRING = new Set(['href', 'title', 'button'])
/** What stands for a figure that is not known. */
const UNKNOWN = '…'

export function copyCache() {
  const cache = new Map<string, string>()

  return (name: string, params: Params | undefined, make: () => string): string => {
    const key = keyOf(name, params)
    if (key === undefined) return make()
    const known = cache.get(key)
    if (known !== undefined) return known
    const made = make()
    // Keys contain minutes: the cache is cleared when it is full.
    if (cache.size >= MOST_KEPT) cache.clear()
    cache.set(key, made)
    return made
  }
}

/** Undefined if a parameter does not recur across members, as a name or an address. */
function keyOf(name: string, params: Params = {}): string | undefined {
  let key = name
  for (const param in params) {
    const part = partOf(param, params[param])
    if (part === undefined) return undefined
    key += ` ${param}=${part}`
  }
  return key
}

function partOf(name: string, value: Params[string]): string | number | undefined {
  if (typeof value === 'number') return value
  // Sentences show minutes, but for exact times.
  if (value instanceof Date) return Math.floor(value.getTime() / (name === 'exact' ? 1000 : 60_000))
  if (typeof value === 'object') return 'seconds' in value ? `${value.seconds}${value.short ? 's' : ''}` : undefined
  return !value || value === UNKNOWN || RECURRING.has(name) ? `"${value ?? ''}"` : undefined
}
