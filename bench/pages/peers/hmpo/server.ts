import { setup } from 'hmpo-app'
import wizard from 'hmpo-form-wizard'

const { PORT, ROOT } = process.env

/** The comparison's page on hmpo-form-wizard and the template of hmpo-components, set up by hmpo-app. ROOT holds the built assets. */
const { router } = setup({
  config: { APP_ROOT: import.meta.dirname, files: [] },
  env: 'production',
  host: '127.0.0.1',
  port: Number(PORT),
  publicDirs: [`${ROOT}/public`],
  requestLogging: false,
  session: { secret: 'x'.repeat(32) },
})

const text = { type: 'text', validate: ['required'] }
const fields = { registrationNumber: text, nationalId: text, birthDate: text }
const steps = {
  '/identity': { entryPoint: true, template: 'form-template.njk', fields: Object.keys(fields), next: 'done' },
  '/done': { noPost: true, template: 'app-template.njk' },
}
router.use(wizard(steps, fields, { name: 'peer' }))
