import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { guideFor, SPOKEN_LANGUAGES } from '../../src/agent/guide/spoken.ts'
import { hasOnlyDigits, Organisation } from '../../src/config/organisation.ts'
import { DEFAULT_ORGANISATION } from '../../src/config/organisation-file.ts'
import { bankAccountLast8 } from '../../src/domain/fields/bank-account.ts'
import { identifier } from '../../src/domain/fields/identifiers.ts'
import { mobileNumber } from '../../src/domain/fields/mobile-number.ts'
import { consoleCopy } from '../../src/i18n/console-copy.ts'
import { factsOf, fitting } from '../../src/i18n/fitting.ts'
import { translators } from '../../src/i18n/index.ts'
import { withoutIsolates } from '../../src/i18n/isolate.ts'
import { COPY } from '../../src/i18n/locales.ts'
import { INSURERS, readOrganisation } from './organisation.ts'

type Said = readonly [key: string, text: string]

const LANGUAGES = ['fr', 'ar'] as const
const FACTS = ['abroad', 'letters', 'alone', 'rib']
const RIB = '230810214578901234560147'
/** A mobile of each country that an insurer here may serve. */
const MOBILES: Record<string, string> = { MA: '+212612345678', FR: '+33612345678', ES: '+34612345678' }

for (const name of INSURERS)
  describe(`the sentences to and about the members of ${name}`, async () => {
    const organisation = readOrganisation(name)
    const said = await sentencesOf(organisation)
    const about = (key: RegExp) => said.filter(([each]) => key.test(each))

    test('name no other insurer, nor its number, its hours or its addresses', () => {
      for (const other of INSURERS.filter(other => other !== name).map(readOrganisation))
        for (const word of namesOf(other).filter(word => !namesOf(organisation).includes(word))) {
          const wrong = said.filter(([, text]) =>
            new RegExp(`(?<![\\p{L}\\d])${RegExp.escape(word)}(?![\\p{L}\\d])`, 'iu').test(text),
          )
          assert.deepEqual(wrong, [], word)
        }
    })

    test('are whole, with the name after its article', () => {
      for (const [key, text] of said)
        assert.doesNotMatch(text, /{{|}}|undefined|@(?:abroad|alone|letters|rib)| {2}/, key)
      const article = { la: 'de la ', le: 'du ', "l'": "de l'", les: 'des ' }[organisation.article]
      assert.ok(about(/fr pages\.done\.text/)[0]![1].includes(`le site ${article}${organisation.name.fr} et`))
    })

    test('give no telephone number but the one of its call centre', () => {
      const numbers = said.flatMap(([, text]) => text.match(/(?<![\d+])0[58](?:[ \u00a0]?\d\d){4}/g) ?? [])
      assert.deepEqual([...new Set(numbers)], [organisation.callCentre.shown])
    })

    test('speak of digits alone, or of an example, as its registration numbers are', () => {
      const { registrationNumber } = organisation
      const isDigits = hasOnlyDigits(registrationNumber.pattern)
      for (const [, text] of about(/registrationNumber\.errors\.format$/)) {
        assert.equal(/que des chiffres|أرقام فقط/.test(text), isDigits, text)
        assert.equal(text.includes(registrationNumber.example), !isDigits, text)
      }
      assert.equal(
        identifier('registrationNumber', organisation).parse(registrationNumber.example),
        registrationNumber.example,
      )
    })

    test('warn of the number beside it on the card, if there is one', () => {
      const other = organisation.registrationNumber.mistakenFor?.name
      const warnings = about(
        /registrationNumber\.(?:hint|errors\.format)$|guide\.\w+\.say\.(?:identity|member-number)\.text$/,
      )
      assert.ok(warnings.length >= 10)
      for (const [key, text] of warnings) {
        if (other) assert.ok(text.includes(key.startsWith('fr') ? other.fr : other.ar), key)
        else assert.doesNotMatch(text, /Ne prenez pas|Ce n'est pas|ليس|ماشي/, key)
      }
    })

    test('ask for the eight digits that it compares', () => {
      const digits = bankAccountLast8(organisation.bankDigits).parse(RIB)
      const ofAll = digits === RIB.slice(-8)
      assert.ok(ofAll || digits === RIB.slice(-10, -2))
      const ofAccount = /(?:derniers chiffres de votre|8 derniers du) numéro de compte|من رقم (?:ال)?حساب/
      for (const [key, text] of about(/bankAccountLast8\.(?:label|errors\.rib)$/))
        assert.equal(ofAccount.test(text), !ofAll, key)
      assert.equal(
        about(/ mistakes\.payment\.key/).every(([, text]) => /oubliée|نسيان/.test(text)),
        ofAll,
      )
    })

    test('send codes to the countries that it serves, and say which', () => {
      const { phoneCountries } = organisation
      const served = Object.keys(MOBILES).filter(
        country => mobileNumber(organisation).safeParse(MOBILES[country]).success,
      )
      assert.deepEqual(served.toSorted(), phoneCountries.toSorted())
      const onlyHome = phoneCountries.length === 1
      for (const [key, text] of about(/undeliverable|unreachable|smsUnreachable|phone\.errors\.foreign/))
        if (!onlyHome && /maroc|مغرب/i.test(text))
          for (const country of phoneCountries) assert.ok(text.includes(nameOf(key, country)), key)
      const refusals = about(/phone\.errors\.foreign$|say\.mobile-moroccan\.text$/)
      assert.ok(refusals.length >= 5)
      for (const [key, text] of refusals) {
        for (const country of onlyHome ? [] : phoneCountries)
          assert.ok(text.includes(nameOf(key, country)), `${key} ${country}`)
        assert.equal(/mobiles? marocains?(?!\p{L})|المغربية|مغربية?(?!\p{L})/u.test(text), onlyHome, key)
      }
    })

    test('name its employers’ numbers by its abbreviations alone', () => {
      const { abbreviations } = organisation.employerId
      const named = about(/employerId/).flatMap(([, text]) => text.match(/\b(?!RIB|CNI)[A-Z]{3,}\b/g) ?? [])
      assert.deepEqual([...new Set(named)].toSorted(), abbreviations.toSorted())
    })
  })

test('the sentences to the members of cnops are those that were agreed with it', async () => {
  const said = await sentencesOf(readOrganisation('cnops'))
  for (const agreed of [
    'Il ne contient que des chiffres ; ne le confondez pas avec le numéro de la mutuelle.',
    'يتكون من أرقام فقط؛ لا تخلطوه برقم الانخراط في التعاضدية.',
    'Saisissez votre numéro de paie (PPR, SOM) ou de pension.',
    'Quels sont les 8 derniers chiffres de votre numéro de compte bancaire enregistré à la CNOPS ?',
    'ما هي الأرقام الثمانية الأخيرة من رقم حسابكم البنكي المسجل لدى الصندوق؟',
    'على موقع الصندوق والاستفادة من الخدمات الإلكترونية التي يقدمها.',
  ])
    assert.ok(
      said.some(([, text]) => text.replace(/\s/g, ' ').includes(agreed)),
      agreed,
    )
})

describe('the copy for an insurer', () => {
  test('depends on nothing but the facts that there are, and each of them changes some sentence', () => {
    const files = globSync('locales/**/*.json').map(file => readFileSync(file, 'utf8'))
    const used = files.flatMap(text =>
      [...text.matchAll(/"[^"\s]*?((?:@\w+)+)":/g)].flatMap(([, facts]) => facts!.split('@').slice(1)),
    )
    assert.deepEqual([...new Set(used)].toSorted(), FACTS.toSorted())
  })

  test('takes the sentence with the most facts that hold', () => {
    const copy = { a: { 'b@x@y': '2', 'b@x': '1', b: '0', 'c@x': '1', c: '0' } }
    for (const [facts, b, c] of [
      [[], '0', '0'],
      [['x'], '1', '1'],
      [['y'], '0', '0'],
      [['x', 'y'], '2', '1'],
    ] as const)
      assert.deepEqual(fitting(copy, new Set(facts)), { a: { b, c } })
  })

  test('is refused without a country of ours, or with an example that does not fit its pattern', () => {
    const file = readOrganisation('oasis')
    const wrong = [
      { ...file, phoneCountries: ['FR'] },
      { ...file, registrationNumber: { ...file.registrationNumber, example: 'OS1' } },
      { ...file, employerId: { ...file.employerId, example: '48120A' } },
    ]
    for (const each of wrong) assert.equal(Organisation.safeParse(each).success, false)
  })

  for (const [pattern, is] of [
    ['^\\d{5,12}$', true],
    ['^\\d+$', true],
    ['^\\d{9}[A-Z]?$', false],
    ['^[0-9A-Z]{4}$', false],
  ] as const)
    test(`${is ? 'knows' : 'does not say'} that numbers of ${pattern} have no letters`, () =>
      assert.equal(hasOnlyDigits(pattern), is))
})

describe('an insurer', () => {
  test('differs from another in everything that its file may change', () => {
    const [invented, usual] = ['oasis', DEFAULT_ORGANISATION].map(name => leaves(readOrganisation(name)))
    assert.ok(invented!.size > 30)
    for (const [path, value] of invented!)
      if (usual!.has(path) && path !== 'phoneCountries.0') assert.notEqual(value, usual!.get(path), path)
  })

  test('is named by its own file, and nowhere else', () => {
    const files = globSync(
      [
        'src/**/*',
        'views/**/*',
        'locales/**/*',
        'config/**/*',
        'deploy/**/*',
        'package.json',
        'SECURITY.md',
        '.env.example',
        'docs/member-api.yaml',
        'docs/deploy-debian.md',
      ],
      { exclude: ['config/organisations/**', 'config/proxy/wizard/errors/**'] },
    )
    const isText = (file: string) => /\.\w+$/.test(file)
    const names = INSURERS.flatMap(name => [name, ...namesOf(readOrganisation(name))])
    const word = new RegExp(`(?<![\\p{L}])(?:${names.map(name => RegExp.escape(name)).join('|')})(?![\\p{L}])`, 'iu')
    const naming = files.filter(isText).flatMap(file =>
      readFileSync(file, 'utf8')
        .split('\n')
        .filter(line => word.test(line))
        .map(line => `${file}: ${line}`),
    )
    assert.deepEqual(naming.toSorted(), [
      `.env.example: #ORGANISATION=${DEFAULT_ORGANISATION}`,
      `config/default-organisation.json: "${DEFAULT_ORGANISATION}"`,
    ])
  })
})

/** Every sentence of the pages, messages and the console in French and Arabic, and of the guide in three, as members of this insurer get it. */
async function sentencesOf(organisation: Organisation): Promise<Said[]> {
  const translate = await translators(organisation, false, consoleCopy())
  const facts = factsOf(organisation)
  const keys = (language: 'fr' | 'ar') =>
    [...leaves(fitting({ ...COPY[language], ...consoleCopy()[language] }, facts)).keys()]
      .filter(key => !key.endsWith('.reviewed'))
      .map(key => key.replace(/_(zero|one|two|few|many|other)$/, ''))
  const values = { ...PARAMS, count: 2, left: 2, read: 'X', title: 'summary' }
  const shown = LANGUAGES.flatMap(language =>
    [...new Set(keys(language))].map(key => [`${language} ${key}`, plain(translate[language](key, values))] as const),
  )
  const { advice } = guideFor(organisation)
  const beside = LANGUAGES.flatMap(language =>
    [...leaves(advice[language].mistakes)]
      .filter(([key]) => key.endsWith('.text'))
      .map(([key, text]) => [`${language} mistakes.${key}`, plain(text)] as const),
  )
  assert.ok(
    shown.length > 1500 && SPOKEN_LANGUAGES.every(spoken => shown.some(([key]) => key.includes(` guide.${spoken}.`))),
  )
  return [...shown, ...beside]
}

/** Something for whatever a sentence takes from a session. */
const PARAMS = Object.fromEntries(
  globSync('locales/**/*.json')
    .flatMap(file => [...readFileSync(file, 'utf8').matchAll(/{{(?:- )?(\w+)}}/g)].map(([, name]) => name!))
    .filter(
      name =>
        !/rganisation$|mployerNumbers$|^(?:phone|countries|otherNumber|registrationExample|title|left|read)$/.test(
          name,
        ),
    )
    .map(name => [name, 'X']),
)

const nameOf = (key: string, country: string) =>
  new Intl.DisplayNames(key.startsWith('fr') ? 'fr' : 'ar', { type: 'region' }).of(country)!

const plain = (text: string) => withoutIsolates(String(text)).replaceAll('\u00a0', ' ')

function namesOf({ name, fullName, shortName, website, callCentre }: Organisation): string[] {
  const { phone, shown, hours } = callCentre
  const names = [name.fr, name.ar, shortName, fullName?.fr, fullName?.ar, new URL(website).hostname]
  return [...new Set([...names, phone, shown, hours.fr, hours.ar].filter(name => name !== undefined))]
}

/** Path → value of all that has no parts. */
function leaves(value: object, path = ''): Map<string, string> {
  return new Map(
    Object.entries(value).flatMap(([key, inner]) =>
      typeof inner === 'object' && inner !== null
        ? [...leaves(inner, `${path}${key}.`)]
        : [[path + key, inner] as const],
    ),
  )
}
