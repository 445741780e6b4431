import ar from '../../../locales/guide/ar.json' with { type: 'json' }
import ary from '../../../locales/guide/ary.json' with { type: 'json' }
import fr from '../../../locales/guide/fr.json' with { type: 'json' }
import type { Organisation } from '../../config/organisation.ts'
import { factsOf, fitting } from '../../i18n/fitting.ts'
import type { Official } from '../../ports/index.ts'

interface Entry {
  dir: 'ltr' | 'rtl'
  official: Official
}

/** What agents speak with callers, in display order; Darija is spoken and not a language of the pages. */
export const SPOKEN = {
  fr: { dir: 'ltr', official: 'fr' },
  ar: { dir: 'rtl', official: 'ar' },
  ary: { dir: 'rtl', official: 'ar' },
} as const satisfies Record<string, Entry>

export type Spoken = keyof typeof SPOKEN
export type Situation = Exclude<keyof typeof fr.say, `${string}@${string}`>

export const SPOKEN_LANGUAGES = Object.keys(SPOKEN) as Spoken[]
export const SITUATIONS = Object.keys(fr.say).filter(name => !name.includes('@')) as Situation[]

interface Text {
  text: string
  reviewed: boolean
}

export const SENTENCES: Record<Spoken, Record<Situation, Text>> = { fr: fr.say, ar: ar.say, ary: ary.say }

/** Beside the sentences, for agents: what goes wrong on a step, what is never asked, when a call is handed over. */
export const ADVICE: Record<
  Official,
  { mistakes: Record<string, Record<string, Text>>; never: Record<string, Text>; handOver: Record<string, Text> }
> = { fr, ar }

/** What is said to, and advised about, the members of this insurer. */
export function guideFor(organisation: Organisation): { sentences: typeof SENTENCES; advice: typeof ADVICE } {
  const facts = factsOf(organisation)
  return { sentences: fitting(SENTENCES, facts), advice: fitting(ADVICE, facts) }
}
