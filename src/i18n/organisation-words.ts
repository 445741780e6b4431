import type { Organisation } from '../config/organisation.ts'
import type { Official } from '../ports/index.ts'
import { isolated } from './isolate.ts'

/** What sentences in one language take from the insurer's file. */
export function organisationWords(organisation: Organisation, official: Official): Record<string, string> {
  const { employerId, registrationNumber, phoneCountries } = organisation
  const countries = new Intl.DisplayNames(official, { type: 'region' })
  const list = (type: 'conjunction' | 'disjunction', words: readonly string[]) =>
    new Intl.ListFormat(official, { type }).format(words)
  return {
    organisation: organisation.name[official],
    ...(official === 'fr' ? withArticle(organisation) : { fundOrOrganisation: fundOr(organisation.name.ar) }),
    phone: organisation.callCentre.shown,
    employerNumbers: inBrackets(firstTwo(employerId.abbreviations)),
    twoEmployerNumbers: inBrackets(employerId.abbreviations.slice(0, 2).join(', ')),
    allEmployerNumbers: inBrackets(list('disjunction', employerId.abbreviations)),
    registrationExample: registrationNumber.example,
    otherNumber: registrationNumber.mistakenFor?.name[official] ?? '',
    countries: list(
      'conjunction',
      phoneCountries.map(country => countries.of(country)!),
    ),
  }
}

const OF = { la: 'de la ', le: 'du ', "l'": "de l'", les: 'des ' }
const TO = { la: 'à la ', le: 'au ', "l'": "à l'", les: 'aux ' }

function withArticle({ article, name }: Organisation) {
  const fr = isolated(name.fr)
  return {
    theOrganisation: `${article}${article === "l'" ? '' : ' '}${fr}`,
    ofOrganisation: OF[article] + fr,
    toOrganisation: TO[article] + fr,
  }
}

const FUND = 'الصندوق'

const fundOr = (name: string) => (name.startsWith(`${FUND} `) ? FUND : name)

const firstTwo = (words: readonly string[]) => words.slice(0, 2).join(', ') + (words.length > 2 ? '…' : '')
const inBrackets = (words: string) => (words ? ` (${words})` : '')
