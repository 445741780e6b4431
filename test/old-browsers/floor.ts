import { readFileSync } from 'node:fs'
import { floor } from '../../src/assets/build/floor.ts'

/** A part of @mdn/browser-compat-data: a feature, and the features inside it. */
export interface Feature {
  __compat?: { support: Record<string, Support | Support[]> }
  [name: string]: Feature | Feature['__compat']
}

interface Support {
  version_added: string | false
  version_removed?: string
  prefix?: string
  alternative_name?: string
  partial_implementation?: boolean
  flags?: unknown[]
}

export const data = JSON.parse(readFileSync('node_modules/@mdn/browser-compat-data/data.json', 'utf8')) as Record<
  'api' | 'css' | 'javascript',
  Feature
>

/** MDN says 87 for WebView here and 69 for Chrome and for both of the borders beside. It is one engine, and was one change. */
for (const property of ['margin-inline-start', 'margin-inline-end', 'padding-inline-start', 'padding-inline-end']) {
  const { support } = part(data.css, 'properties', property)!.__compat!
  support['webview_android'] = support['chrome_android']!
}

/** Browserslist's names are not MDN's. Firefox on Android has no version 78: it went from 68 to 79. */
const NAMES: Record<string, string> = {
  chrome: 'chrome',
  and_chr: 'chrome_android',
  android: 'webview_android',
  ios_saf: 'safari_ios',
  firefox: 'firefox',
}

/** The feature of that name inside another; undefined where MDN has none. */
export function part(of: Feature | undefined, ...names: string[]): Feature | undefined {
  return names.reduce(
    (feature, name) => (feature && Object.hasOwn(feature, name) ? (feature[name] as Feature) : undefined),
    of,
  )
}

/**
 * Which browsers of the floor lack a feature that MDN knows, each with the version that has it. `prefixes` are
 * those under which it stands beside its plain name.
 */
export function lackedBy(feature: Feature, prefixes = ['']): string[] {
  if (!feature.__compat) return []
  const { support } = feature.__compat
  return Object.entries(floor).flatMap(([name, oldest]) => {
    const known = [support[NAMES[name]!] ?? []].flat()
    if (known.some(one => isIn(one, oldest, prefixes))) return []
    const since = known.find(({ prefix: other, flags }) => !other && !flags)?.version_added || 'never'
    return [`${name} ${oldest} (${since})`]
  })
}

function isIn(one: Support, oldest: string, prefixes: string[]): boolean {
  const { version_added, version_removed, partial_implementation, flags, alternative_name } = one
  if (!version_added || version_removed || partial_implementation || flags || alternative_name) return false
  return prefixes.includes(one.prefix ?? '') && order(version_added) <= order(oldest)
}

/** "13.4" and "≤37" as numbers that sort; `preview` sorts last. */
function order(version: string): number {
  const [major, minor = 0] = version.replace('≤', '').split('.').map(Number)
  return Number.isNaN(major) ? Number.POSITIVE_INFINITY : major! * 1000 + minor
}
