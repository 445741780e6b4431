import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { after, before, describe, test } from 'node:test'
import { gallery } from '../../src/demo/gallery/index.ts'
import { sceneUrl } from '../support/scenes.ts'
import { type Service, startService } from '../support/service.ts'

let service: Service
before(async () => {
  service = await startService({ extra: gallery })
})
after(() => service.stop())

describe('a page at which a journey ends or is interrupted', () => {
  for (const [scene, action, address] of [
    ['done', 'Accéder à mon espace', 'https://www.cnops.org.ma/mon_espace'],
    ['already-active', 'Me connecter', 'https://www.cnops.org.ma/mon_espace'],
    ['finishing', 'Actualiser la page', '/mon_compte/finalisation'],
    ['cookies', 'Réessayer', undefined],
    ['error.error', 'Réessayer', '/mon_compte/prolonger'],
    ['error.unavailable', 'Envoyer de nouveau', undefined],
    ['error.notFound', 'Revenir au début', '/mon_compte'],
    ['error.wrongHost', 'Aller sur le site de la CNOPS', 'https://www.cnops.org.ma'],
    ['error.forbidden', 'Recommencer cette étape', '/mon_compte/prolonger'],
    ['error.badRequest', 'Recommencer cette étape', '/mon_compte/prolonger'],
    ['error.tooLarge', 'Recommencer cette étape', '/mon_compte/prolonger'],
    ['error.wrongType', 'Recommencer cette étape', '/mon_compte/prolonger'],
  ] as const)
    test(`has one main button, which says what it does (${scene}: ${action})`, async () => {
      const main = await mainOf(scene)
      const buttons = [...main.matchAll(/<(?:a|button)[^>]*class="govuk-button"[^>]*>.*?<\/(?:a|button)>/gs)]
      assert.deepEqual(
        buttons.map(([button]) => [plain(button), /href="([^"]*)"/.exec(button)?.[1]]),
        [[action, address]],
      )
    })

  test('has no main button while there is nothing to do but wait', async () => {
    const main = await mainOf('too-many')
    assert.doesNotMatch(main, /class="govuk-button"/)
    assert.match(main, /<a class="govuk-button govuk-button--secondary" href="\/mon_compte">Revenir au début</)
  })

  for (const scene of [
    'already-active',
    'finishing',
    'too-many',
    'too-many.days',
    'cookies',
    'error.error',
    'error.notFound',
  ])
    test(`names the number of the call centre (${scene})`, async () => {
      assert.match(plain(await mainOf(scene)), /05 38 00 20 20/)
    })
})

describe('the page of an activated account', () => {
  for (const [mode, login] of [
    ['fr', /adresse e-mail, votre numéro d'immatriculation, ou votre numéro de paie ou de pension/],
    ['ar', /عنوان بريدكم الإلكتروني، أو رقم تسجيلكم، أو رقم التأجير أو المعاش/],
  ] as const)
    test(`says where and with what to sign in (${mode})`, async () => {
      const main = plain(await mainOf('done', mode))
      assert.match(main, / www\.cnops\.org\.ma\/mon_espace /)
      assert.match(main, login)
    })

  test('shows what is the same in both languages once', async () => {
    const main = plain(await mainOf('done', 'both'))
    for (const value of ['www.cnops.org.ma/mon_espace', 'f•••@example.ma', '06 •• •• •• 78', 'R-482 1379'])
      assert.equal(main.split(value).length - 1, 1, value)
  })

  test('has one button that erases, in the whole page', async () => {
    const page = await (await fetch(sceneUrl(service.origin, 'done', 'fr'))).text()
    assert.deepEqual(page.match(/action="\/mon_compte\/quitter"/g)?.length, 1)
    assert.match(page, /aria-describedby="quit-hint"[^>]*>Terminer et effacer/)
    assert.equal(page.match(/id="quit-hint"/g)?.length, 1)
  })
})

test('the start page of whoever has begun has one button that erases', async () => {
  const page = await (await fetch(sceneUrl(service.origin, 'resume', 'fr'))).text()
  assert.equal(page.match(/action="\/mon_compte\/quitter"/g)?.length, 1)
  assert.match(page, /Tout effacer/)
})

async function mainOf(scene: string, mode = 'fr'): Promise<string> {
  const page = await (await fetch(sceneUrl(service.origin, scene, mode))).text()
  return /<main[^>]*>(.*)<\/main>/s.exec(page)![1]!
}

function plain(html: string): string {
  return html
    .replace(/<span class="app-whole">(.*?)<\/span>/g, '$1')
    .replace(/<[^>]*>/g, ' ')
    .replaceAll('&#39;', "'")
    .replace(/\s+/g, ' ')
    .trim()
}

/** What sources of the pages' files name packages by: an import, a stylesheet, a font. */
const TAKEN = /(?:from |@use |url\()'((?:@[a-z-]+\/)?[a-z][\w-]*)[/']/g
const sources = globSync('src/assets/{browser,styles}/**/*.{ts,scss}').map(file => readFileSync(file, 'utf8'))

test('the general conditions lead to the licence, in full, of each package of which browsers get files', async () => {
  const { html } = await service.member().get('conditions-generales')
  const href = /<a href="([^"]+licences[^"]+\.txt)">/.exec(html)![1]!
  const answer = await fetch(service.origin + href)
  assert.match(answer.headers.get('content-type')!, /^text\/plain/)
  const notices = await answer.text()
  const taken = sources.flatMap(text => [...text.matchAll(TAKEN)].map(([, name]) => name!))
  const packages = [...new Set(taken)].filter(name => globSync(`node_modules/${name}/package.json`).length > 0)
  assert.deepEqual(packages.toSorted(), ['@fontsource-variable/readex-pro', 'altcha-lib', 'govuk-frontend'])
  for (const name of packages) {
    const { version } = JSON.parse(readFileSync(`node_modules/${name}/package.json`, 'utf8'))
    const notice = notices.split(`${name} ${version} (`)[1] ?? ''
    assert.match(
      notice,
      /^(?:MIT|OFL-1\.1)\)\n\n[\s\S]{0,60}Copyright[\s\S]*(?:Permission is hereby granted|PERMISSION & CONDITIONS)/,
      name,
    )
  }
})
