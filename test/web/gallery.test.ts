import assert from 'node:assert/strict'
import { globSync } from 'node:fs'
import { after, before, describe, mock, test } from 'node:test'
import fr from '../../locales/fr.json' with { type: 'json' }
import { gallery } from '../../src/demo/gallery/index.ts'
import { activation } from '../../src/journey.ts'
import { band, steady, titleAndMain, whatIsSaid } from '../support/drawn.ts'
import { sceneNames, sceneUrl } from '../support/scenes.ts'
import { type Service, startService } from '../support/service.ts'

/** Kept with head and foot, without a session and in one; of the others, only title and main part. */
const WHOLE = new Set(['start', 'resume'])
const MODES = ['fr', 'ar', 'both'] as const
const FOLDER = 'test/snapshots'
/** What a page of a code says of the last message, above its heading. */
const NEWS = /<div id="news"[\s\S]*?(?=<h1)/

let service: Service
let names: string[]
before(async () => {
  service = await startService({ extra: gallery })
  // A stopped clock: every time on a page is the same on every run.
  mock.timers.enable({ apis: ['Date'], now: new Date('2026-11-22T10:00:00Z') })
  names = await sceneNames(service.origin)
})
after(async () => {
  mock.timers.reset()
  await service.stop()
})

describe('the gallery', () => {
  test('shows every step blank and with every error that there is a sentence for', () => {
    for (const { slug } of activation.steps) assert.ok(names.includes(`${slug}.blank`), slug)
    for (const [slug, { fields }] of Object.entries(fr.steps))
      for (const [field, { errors = {} }] of Object.entries<{ errors?: object; label: string }>(fields))
        for (const code of Object.keys(errors).filter(code => !code.includes('@')))
          assert.ok(names.includes(`${slug}.${field}.${code}`), `${field}.${code}`)
  })

  test('shows the sentence of an error beside its field and in the summary', async () => {
    const { text: html } = await draw('identity.birthDate.month', 'fr')
    assert.equal(html.match(/Indiquez aussi le mois\./g)?.length, 2)
    assert.match(html, /<a href="#birthMonth">/)
    assert.match(html, /<input[^>]*name="birthMonth"[^>]*aria-invalid="true"/)
  })

  test('shows beside an error what was typed in the other fields', async () => {
    const { text: html } = await draw('identity.nationalId.required', 'fr')
    const typed = [...html.matchAll(/<input[^>]* name="(\w+)" value="([^"]*)"[^>]*>/g)].map(
      ([input, name, value]) => `${name}: ${value}${input.includes(' checked') ? ', chosen' : ''}`,
    )
    assert.deepEqual(typed, [
      ...['_token: sample', 'identifierType: registrationNumber, chosen', 'registrationNumber: 182 930-482'],
      ...['identifierType: employerId', 'employerId: P 7654321', 'nationalId: ', 'birthDay: 31', 'birthMonth: 2'],
      ...['birthYear: 1960', 'yearOnly: yes', 'questionToken: sample'],
    ])
  })

  test('gives without scripts how long to wait for the next code, and a time that is not too early', async () => {
    // 103 seconds after the full hour.
    assert.match(
      (await draw('email-code.sent', 'fr')).text,
      /nouveau code dans 1\smin 43\ss, à <bdi dir="ltr" translate="no">\d\d\sh\s02<\/bdi>/,
    )
  })

  test('has no spelling checked in fields of numbers, names and addresses', async () => {
    for (const name of [
      'identity.captcha.missing',
      'payment.blank',
      'email.blank',
      'email-code.captcha.missing',
      'mobile.blank',
    ])
      for (const [input] of (await draw(name, 'fr')).text.matchAll(
        /<input(?![^>]*type="(?:hidden|checkbox|radio)")[^>]*>/g,
      ))
        assert.match(input, /spellcheck="false"/, name)
  })

  test('links each page to the one before it, shows how far it is, and names the next one', async () => {
    for (const [n, { slug }] of activation.steps.entries()) {
      const html = await (await fetch(sceneUrl(service.origin, `${slug}.blank`, 'fr'))).text()
      const before = activation.steps[n - 1]
      const back = /class="govuk-back-link" href="([^"]*)"/.exec(html)?.[1]
      assert.equal(back, before && `/mon_compte/${before.path}`, slug)
      const next = activation.steps[n + 1]
      const title = next && fr.steps[next.slug as keyof typeof fr.steps].title.replaceAll("'", '&#39;')
      const said = html.replace(/<span class="app-whole">(.*?)<\/span>/g, '$1')
      assert.ok(said.includes(title ? `<p>Ensuite\u00a0: ${title}</p>` : 'C&#39;est la dernière étape.'), slug)
      assert.ok(html.includes(`<span id="step-name">Étape ${n + 1} sur ${activation.steps.length}</span>`), slug)
    }
  })

  test('shows a scene in the mode that its language buttons choose', async () => {
    const body = new URLSearchParams({ lang: 'ar' })
    const headers = { origin: service.origin }
    const response = await fetch(`${service.origin}/gallery/email.blank`, { method: 'POST', body, headers })
    assert.match(await response.text(), /<html lang="ar" dir="rtl"/)
  })

  test('has no scene of another name', async () => {
    assert.equal((await fetch(`${service.origin}/gallery/nothing`)).status, 404)
  })

  test('is not there unless it is mounted', async () => {
    const bare = await startService()
    try {
      assert.equal((await fetch(`${bare.origin}/gallery`)).status, 404)
      assert.equal((await fetch(`${bare.origin}/gallery/start`)).status, 404)
    } finally {
      await bare.stop()
    }
  })
})

describe('the snapshots', () => {
  test('are what the pages, e-mails and SMS are now: a file for each scene, one for all that goes wrong on a page', async t => {
    const drawn = []
    const kept = new Map<string, string>()
    for (const name of names) drawn.push({ name, ...(await drawScene(name, kept)) })
    const files = Object.groupBy(drawn, ({ name, wrong }) => (wrong ? `errors/${name.split('.')[0]}` : name))
    for (const [file, scenes = []] of Object.entries(files))
      await t.test(file, ({ assert }) => {
        const text = scenes.map(({ text }) => text).join('\n')
        assert.fileSnapshot(text, `${FOLDER}/${file}.snap`, { serializers: [String] })
      })
    await t.test('are of scenes that exist; delete the others', () => {
      const kept = globSync('**/*.snap', { cwd: FOLDER }).map(file => file.replace(/\.snap$/, ''))
      assert.deepEqual(kept.toSorted(), Object.keys(files).toSorted())
    })
  })
})

/**
 * A scene in every mode. Of an error or a notice only what it changes on the page; of a page like one in `kept`, which page
 * that is, and its news.
 */
async function drawScene(name: string, kept: Map<string, string>): Promise<{ wrong: boolean; text: string }> {
  const pages = await drawModes(name)
  const wrong = pages.some(({ status }) => status >= 400)
  const [slug] = name.split('.')
  const rest = JSON.stringify([slug, ...pages.map(({ status, text }) => [status, text.replace(NEWS, '')])])
  const same = kept.get(rest)
  if (same)
    return { wrong, text: [`as ${same}`, ...pages.flatMap(({ text }) => text.match(NEWS) ?? []), ''].join('\n') }
  kept.set(rest, name)
  const parts = pages.map(({ mode, status, text }) => {
    const part = / id="(?:summary|notice|done)"/.test(text) ? whatIsSaid(text) : text
    return `# ${name} ${mode} ${status}\n${part}\n`
  })
  return { wrong, text: parts.join('\n') }
}

const drawModes = (name: string) => Promise.all(MODES.map(mode => draw(name, mode)))

/** A page, its title and main part, or of an opened page what it says of the agent, steadied; a text as it is. */
async function draw(name: string, mode: string) {
  const response = await fetch(sceneUrl(service.origin, name, mode), { headers: { 'x-request-id': 'sample-request' } })
  const { status, headers } = response
  const body = await response.text()
  const page = headers.get('content-type')?.includes('html') ? steady(body) : body
  const part = name.includes('.assistance.') ? band : titleAndMain
  return { mode, status, text: WHOLE.has(name) ? page : part(page) }
}
