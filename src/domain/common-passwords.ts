import { dictionary as common } from '@zxcvbn-ts/language-common'
import { dictionary as french } from '@zxcvbn-ts/language-fr'
import local from '../../config/context-words.json' with { type: 'json' }
import type { Organisation } from '../config/organisation.ts'
import { type PasswordRule, passwordRule } from './password-rule.ts'

/** The rule with its lists: 49,000 common passwords, French first and last names, Moroccan places and words, the insurer's names. */
export function passwordRuleFor(organisation: Organisation): PasswordRule {
  const names = [organisation.shortName, organisation.name.fr, new URL(organisation.website).hostname]
  const words = [
    ...french['firstnames-fr']!,
    ...french['lastnames-fr']!,
    ...french['months-fr']!,
    ...french['daysOfWeek-fr']!,
    ...local,
    ...names,
  ]
  return passwordRule(
    new Set(common['passwords-common']!.map(String)),
    new Set(words.map(word => String(word).toLowerCase())),
  )
}
