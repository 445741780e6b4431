import assert from 'node:assert/strict'
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { after, before, describe, mock, test } from 'node:test'
import fr from '../../locales/fr.json' with { type: 'json' }
import { loadConfig } from '../../src/config.ts'
import { activation } from '../../src/journey.ts'
import { startServer } from '../../src/server.ts'
import { sceneNames, sceneUrl } from '../support/scenes.ts'
import { type Service, startService } from '../support/service.ts'
import { surroundings } from '../support/surroundings.ts'

/** Kept with head and foot, without a session and in one; of the others, only title and main part. */
const WHOLE = new Set(['start', 'resume'])
const MODES = ['fr', 'ar', 'both'] as const
const FOLDER = 'test/snapshots'
const UPDATE = 'UPDATE_SNAPSHOTS=1 npx node --test test/web/gallery.test.ts'
const updating = process.env['UPDATE_SNAPSHOTS'] === '1'

let service: Service
let names: string[]
before(async () => {
  service = await startService()
  // A clock that stands still: every time on a page is the same on every run.
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
        for (const code of Object.keys(errors))
          assert.ok(names.includes(`${slug}.${field}.${code}`), `${field}.${code}`)
  })

  test('shows the sentence of an error beside its field and in the summary', async () => {
    const html = await draw('identity.birthDate.month', 'fr')
    assert.equal(html.match(/Indiquez aussi le mois\./g)?.length, 2)
    assert.match(html, /<a href="#birthMonth">/)
    assert.match(html, /<input[^>]*name="birthMonth"[^>]*aria-invalid="true"/)
  })

  test('gives without scripts how long to wait for the next code, and a time that is not too early', async () => {
    // 103 seconds after the full hour.
    assert.match(await draw('email-code.sent', 'fr'), /nouveau code dans 1 min 43 s, à <bdi dir="ltr">\d\d:02<\/bdi>/)
  })

  test('has no spelling checked in fields of numbers, names and addresses', async () => {
    for (const name of [
      'identity.captcha.missing',
      'payment.blank',
      'email.blank',
      'email-code.captcha.missing',
      'mobile.blank',
    ])
      for (const [input] of (await draw(name, 'fr')).matchAll(/<input(?![^>]*type="(?:hidden|checkbox|radio)")[^>]*>/g))
        assert.match(input, /spellcheck="false"/, name)
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

  test('does not exist in production', async () => {
    const around = await surroundings({ environment: { NODE_ENV: 'production' } })
    const server = await startServer(
      loadConfig({ ...around.environment, PORT: String(around.ports[0]), ADMIN_PORT: '0' }),
    )
    try {
      assert.equal((await fetch(`${around.origin}/gallery`)).status, 404)
      assert.equal((await fetch(`${around.origin}/gallery/start`)).status, 404)
    } finally {
      await server.stop()
      await around.stop()
    }
  })
})

describe('the snapshots', () => {
  test('are what the pages, e-mails and SMS are now, scene by scene', async t => {
    if (updating) {
      rmSync(FOLDER, { recursive: true, force: true })
      mkdirSync(FOLDER)
    }
    for (const name of names)
      await t.test(name, async () => {
        const drawn = await Promise.all(MODES.map(async mode => `# ${mode}\n${await draw(name, mode)}\n`))
        const file = `${FOLDER}/${name}.snap`
        if (updating) writeFileSync(file, drawn.join('\n'))
        assert.ok(existsSync(file), `no snapshot of this scene; if it is right, write it: ${UPDATE}`)
        assert.equal(drawn.join('\n'), readFileSync(file, 'utf8'), `changed; if it is right: ${UPDATE}`)
      })
  })

  test('are of scenes that exist', () => {
    const kept = readdirSync(FOLDER).map(file => file.replace(/\.snap$/, ''))
    assert.deepEqual(kept.toSorted(), names.toSorted(), `if it is right: ${UPDATE}`)
  })
})

async function draw(name: string, mode: string): Promise<string> {
  const response = await fetch(sceneUrl(service.origin, name, mode), { headers: { 'x-request-id': 'sample-request' } })
  const page = await response.text()
  if (!response.headers.get('content-type')?.includes('html')) return page
  const parts =
    WHOLE.has(name) || !page.includes('<main')
      ? page
      : page.match(/<title>.*<\/title>|<main[\s\S]*<\/main>/g)!.join('\n')
  return `${response.status}\n${steady(parts)}`
}

/** Without what every answer has another of, and a line for each element. */
function steady(html: string): string {
  return html
    .replace(/(nonce|data-puzzle)="[^"]*"/g, '$1=""')
    .replace(/(\/assets\/\w+)\.[\w-]{10}\./g, '$1.')
    .replace(/\s+/g, ' ')
    .replace(/> </g, '>\n<')
    .trim()
}
