import { readFileSync } from 'node:fs'
import type { Official } from '../ports/index.ts'

/** The console's own copy, under `console`, to be given to `translators`. Its agents choose one of the two official languages. */
export function consoleCopy(): Record<Official, object> {
  return { fr: { console: read('fr') }, ar: { console: read('ar') } }
}

function read(language: Official): object {
  return JSON.parse(readFileSync(new URL(`../../locales/console/${language}.json`, import.meta.url), 'utf8'))
}
