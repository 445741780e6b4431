// Only these lists: the packages' indexes would load a hundred thousand more words into memory.
import passwords from '@zxcvbn-ts/language-common/dist/passwords.json.mjs'
import firstNames from '@zxcvbn-ts/language-fr/dist/firstnames.json.mjs'
import lastNames from '@zxcvbn-ts/language-fr/dist/lastnames.json.mjs'
import sequences from '@zxcvbn-ts/language-fr/dist/wordSequences.json.mjs'
import local from '../../../config/context-words.json' with { type: 'json' }
import givenNames from '../../../config/given-names.json' with { type: 'json' }
import type { Organisation } from '../../config/organisation.ts'
import { createGuessTest, type GuessTest } from './password-guess.ts'
import { createPasswordRule, type PasswordRule } from './password-rule.ts'

/** Shorter entries are syllables that occur in any word. */
const SHORTEST_NAME = 4

/** The rule with this country's and this insurer's words, which are prepared for the first password: a start does not wait for them. */
export function passwordRuleFor(organisation: Organisation): PasswordRule {
  let isGuessed: GuessTest | undefined
  return createPasswordRule((password, context) => {
    isGuessed ??= guessTestFor(organisation)
    return isGuessed(password, context)
  })
}

/** Whether a password is common, or made of names that people of this country and insurer think of. */
export function guessTestFor(organisation: Organisation): GuessTest {
  const names = [organisation.shortName, organisation.name.fr, new URL(organisation.website).hostname]
  const words = [
    ...[...firstNames, ...lastNames].filter(name => String(name).length >= SHORTEST_NAME),
    ...sequences['months-fr']!,
    ...sequences['daysOfWeek-fr']!,
    ...givenNames,
    ...local,
    ...names,
  ].map(String)
  return createGuessTest({ common: new Set(passwords.map(String)), words })
}
