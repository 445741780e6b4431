import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import nunjucks from 'nunjucks'
import { Organisation } from '../src/config/organisation.ts'
import { translators } from '../src/i18n.ts'
import { activation } from '../src/journey.ts'
import { stepPage } from '../src/web/step-page.ts'
import { templateCopy } from '../src/web/views.ts'
import { Answers } from '../src/wizard/answers.ts'

/** The fields of the identity page in both languages, by our macros and by govuk-frontend's (ADR 0006). Prints CPU per render. */
const RENDERS = 2000
const path = (relative: string) => fileURLToPath(new URL(relative, import.meta.url))
const organisation = Organisation.parse(JSON.parse(readFileSync(path('../config/organisations/cnops.json'), 'utf8')))
const folders = [path('../views'), path('./views'), path('../node_modules/govuk-frontend/dist')]
const environment = new nunjucks.Environment(new nunjucks.FileSystemLoader(folders), { autoescape: true })
const t = templateCopy(await translators(organisation, true)).both
const step = activation.find('identite')!
const asking = { answers: new Answers({}), organisation }
const context = { t, organisation, ...stepPage(activation, step, asking, { registrationNumber: '1' }, {}) }

for (const name of ['lean', 'govuk', 'lean', 'govuk']) {
  const template = environment.getTemplate(`identity-fields-${name}.njk`, true)
  const bytes = template.render(context).length
  for (let warm = 0; warm < 200; warm++) template.render(context)
  const before = process.cpuUsage()
  for (let render = 0; render < RENDERS; render++) template.render(context)
  const { user, system } = process.cpuUsage(before)
  console.log(`${name.padEnd(6)} ${((user + system) / RENDERS / 1000).toFixed(3)} ms CPU a render, ${bytes} bytes`)
}
