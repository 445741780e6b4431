import { readFileSync } from 'node:fs'
import type { Official } from '../ports/index.ts'

/** The copy for `translators` under `console` and `guide`; Darija (`ary`) is only spoken, with the figures and hours of Arabic pages. */
export function consoleCopy(): Record<Official, object> {
  return {
    fr: { console: read('console/fr'), guide: { fr: read('guide/fr') } },
    ar: { console: read('console/ar'), guide: { ar: read('guide/ar'), ary: read('guide/ary') } },
  }
}

function read(name: string): object {
  return JSON.parse(readFileSync(new URL(`../../locales/${name}.json`, import.meta.url), 'utf8'))
}
