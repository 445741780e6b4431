import { readFileSync } from 'node:fs'
import type { Official } from '../ports/index.ts'

/**
 * The console's own copy, under `console`, and what agents say to callers, under `guide`, to be given to `translators`. Agents
 * choose one of the two official languages; Darija (`ary`) is only spoken, with the figures and hours of the Arabic pages.
 */
export function consoleCopy(): Record<Official, object> {
  return {
    fr: { console: read('console/fr'), guide: { fr: read('guide/fr') } },
    ar: { console: read('console/ar'), guide: { ar: read('guide/ar'), ary: read('guide/ary') } },
  }
}

function read(name: string): object {
  return JSON.parse(readFileSync(new URL(`../../locales/${name}.json`, import.meta.url), 'utf8'))
}
