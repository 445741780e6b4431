import local from '../../../config/context-words.json' with { type: 'json' }
import givenNames from '../../../config/given-names.json' with { type: 'json' }
import type { Organisation } from '../../config/organisation.ts'
import { withFirstUse } from '../first-use.ts'
import { createGuessTest, type GuessTest } from './password-guess.ts'
import { createPasswordRule, type PasswordRule } from './password-rule.ts'

// Only these lists: the packages' indexes would load a hundred thousand more words into memory.
const passwords = withFirstUse<readonly (string | number)[]>('@zxcvbn-ts/language-common/dist/passwords.json.cjs')
const firstNames = withFirstUse<readonly string[]>('@zxcvbn-ts/language-fr/dist/firstnames.json.cjs')
const lastNames = withFirstUse<readonly string[]>('@zxcvbn-ts/language-fr/dist/lastnames.json.cjs')
const sequences = withFirstUse<Record<string, string[]>>('@zxcvbn-ts/language-fr/dist/wordSequences.json.cjs')
/** Shorter entries are syllables that occur in any word. */
const SHORTEST_NAME = 4

/** The rule with this country's and this insurer's words, which are loaded for the first password. */
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
  const { 'months-fr': months, 'daysOfWeek-fr': days } = sequences()
  const words = [
    ...[...firstNames(), ...lastNames()].filter(name => String(name).length >= SHORTEST_NAME),
    ...months!,
    ...days!,
    ...givenNames,
    ...local,
    ...names,
  ].map(String)
  return createGuessTest({ common: new Set(passwords().map(String)), words })
}
