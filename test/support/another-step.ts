import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const STEP = `import { z } from 'zod'
import { accept, step } from '../wizard/index.ts'

/** Asks how many people are insured with the member. */
export const family = step({
  slug: 'family',
  path: 'famille',
  percent: 38,
  fields: { people: z.string().trim().min(1, 'required').regex(/^\\d{1,2}$/, 'format').meta({ inputmode: 'numeric', width: 2 }) },
  submit: async ({ values }) => accept(values.people),
  recall: (people: string) => ({ people }),
})
`
const COPY = {
  fr: copy('Votre famille', 'Qui est assuré avec vous.', 'Nombre de personnes', 'Saisissez un nombre.', 'Continuer'),
  ar: copy('أسرتكم', 'من المؤمَّن معكم.', 'عدد الأشخاص', 'أدخلوا عددا.', 'متابعة'),
}

const said = (language: string) => ({ text: COPY[language === 'fr' ? 'fr' : 'ar'].intro, reviewed: false })

/** What goes where: the line comes before or after (`$&`) the line that is there. */
const LINES: readonly (readonly [file: string, place: RegExp, text: string])[] = [
  ['src/journey.ts', /^import .* '\.\/steps\/identity\.ts'$/m, "import { family } from './steps/family.ts'\n$&"],
  ['src/journey.ts', /^ {2}payment,$/m, '$&\n  family,'],
  ...Object.entries(COPY).map(
    ([language, words]) =>
      [`locales/${language}.json`, /^ {4}"email": \{/m, `    "family": ${JSON.stringify(words)},\n$&`] as const,
  ),
  ['src/agent/guide/of-step.ts', /^ {2}email: .*$/m, "  family: ['family'],\n$&"],
  [
    'src/agent/guide/by-error.ts',
    /^ {2}'steps\.email\.fields\.email': .*$/m,
    "  'steps.family.fields.people': { required: 'family', format: 'family' },\n$&",
  ],
  ...['fr', 'ar', 'ary'].map(
    spoken =>
      [
        `locales/guide/${spoken}.json`,
        /^ {4}"email": \{/m,
        `    "family": ${JSON.stringify(said(spoken))},\n$&`,
      ] as const,
  ),
  ...['fr', 'ar'].flatMap(
    language =>
      [
        [
          `locales/guide/${language}.json`,
          /^ {2}"mistakes": \{/m,
          `$&\n    "family": ${JSON.stringify({ count: said(language) })},`,
        ],
        [
          `locales/console/${language}.json`,
          /^ {4}"when": \{/m,
          `$&\n      "family": "${COPY[language as 'fr'].title}",`,
        ],
      ] as const,
  ),
  ['src/demo/gallery/samples.ts', /^ {2}email: .*$/m, "  family: '4',\n$&"],
  ['test/support/journey.ts', /^ {4}paiement: .*$/m, "$&\n    famille: async () => ({ people: '4' }),"],
]

/** Adds a page to a copy of the project, between the payment page and the e-mail page, by the lines of CONTRIBUTING. */
export async function addStep(folder: string): Promise<void> {
  await writeFile(join(folder, 'src/steps/family.ts'), STEP)
  for (const [file, place, text] of LINES) {
    const path = join(folder, file)
    const before = await readFile(path, 'utf8')
    assert.match(before, place, `${file} has no such line`)
    await writeFile(path, before.replace(place, text))
  }
}

function copy(title: string, intro: string, label: string, error: string, button: string) {
  return { title, intro, fields: { people: { label, errors: { required: error, format: error } } }, button }
}
