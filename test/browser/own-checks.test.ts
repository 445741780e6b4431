/// <reference lib="dom" />
import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { gallery } from '../../src/demo/gallery/index.ts'
import { axeViolations } from '../support/axe.ts'
import { missedByAxe } from '../support/own-checks.ts'
import { openScene, showScene, theScene } from '../support/scenes.ts'
import { openSite } from '../support/site.ts'

const { service, browser } = await openSite({ extra: gallery })
const SCENE = 'identity.nationalId.format'

/** Each break is a function of its own, run in the page. */
const BREAKS: Record<string, [breakIt: () => void, found: RegExp]> = {
  'Arabic loses its language': [
    () => {
      for (const element of document.querySelectorAll('[lang="ar"]')) element.removeAttribute('lang')
    },
    /^language fr: .*\p{Script=Arabic}/u,
  ],
  'French stands inside Arabic': [
    () => {
      document.querySelector('main [lang="ar"]')!.append(' Immatriculation')
    },
    /^language ar: .*Immatriculation/,
  ],
  'an Arabic name is given to a French voice': [
    () => {
      document.querySelector('nav')!.setAttribute('aria-label', 'لغة الصفحة')
    },
    /^language fr: لغة الصفحة/,
  ],
  'words held ready for a script have no language': [
    () => {
      document.body.insertAdjacentHTML('beforeend', '<template><p>ستُمسح أجوبتكم</p></template>')
    },
    /^language fr: .*\p{Script=Arabic}/u,
  ],
  'a hint is not where the field says': [
    () => {
      document.querySelector('#nationalId-hint')!.removeAttribute('id')
    },
    /^aria-describedby of nothing: nationalId-hint$/,
  ],
  'a label is for no field': [
    () => {
      document.querySelector('label[for="nationalId"]')!.setAttribute('for', 'nationalID')
    },
    /^for of nothing: nationalID$/,
  ],
  'no focus is seen': [
    () => {
      const sheet = new CSSStyleSheet()
      sheet.replaceSync(
        '*, *::before { outline: none !important; box-shadow: none !important; background: white !important; border-color: black !important; border-width: 1px !important }',
      )
      document.adoptedStyleSheets = [sheet]
    },
    /^no focus ring: <input/,
  ],
  'the errors beside the fields are gone': [
    () => {
      for (const message of document.querySelectorAll('.govuk-error-message')) message.remove()
    },
    /^error without words: nationalId$/,
  ],
  'an error is written and not told': [
    () => {
      document.querySelector('#nationalId')!.removeAttribute('aria-describedby')
    },
    /^error told with no field: nationalId-error$/,
  ],
  'the summary is gone': [() => document.querySelector('#summary')!.remove(), /^error without a summary$/],
  'the summary leads to a field that is hidden': [
    () => {
      document.querySelector<HTMLElement>('#nationalId')!.hidden = true
    },
    /^link to nothing seen: #nationalId$/,
  ],
  'the browser may translate a telephone number': [
    () => {
      for (const element of document.querySelectorAll('footer [translate]')) element.removeAttribute('translate')
    },
    /^translated: 05 38 00 20 20$/,
  ],
}

describe('our own checks', () => {
  let page: Page
  before(async () => {
    page = await browser.newPage({ width: 360 })
    await openScene(page, service.origin, SCENE, 'both')
  })

  test('find nothing wrong with a page as it is', async () => {
    assert.deepEqual(await missedByAxe(page), [])
  })

  for (const [title, [breakIt, found]] of Object.entries(BREAKS))
    test(`notice if ${title}, which axe does not`, async () => {
      await showScene(page, service.origin, SCENE, 'both')
      await page.evaluate(breakIt)
      const complaints = await missedByAxe(page)
      await page.evaluate(() => void document.adoptedStyleSheets.splice(0))
      assert.ok(
        complaints.some(line => found.test(line)),
        complaints.join('\n'),
      )
    })

  test('axe notices a label that is gone, and a contrast that is too low', async () => {
    await showScene(page, service.origin, SCENE, 'both')
    await page.evaluate(() => {
      document.querySelector('label[for="nationalId"]')!.remove()
      document.querySelector<HTMLElement>('#nationalId-error')!.style.color = '#bbb'
    })
    const complaints = (await axeViolations(page)).join('\n')
    assert.match(complaints, /^label /m)
    assert.match(complaints, /^color-contrast /m)
  })

  test('no other page is taken for a scene', async () => {
    const shown = (status: number, heading: string) =>
      theScene('email.blank', 'fr', async () => ({ status, html: `<h1 class="a">${heading}</h1>` }))
    assert.ok(await shown(200, 'Recevez un code par e-mail'))
    await assert.rejects(shown(404, 'Page introuvable'), /has its own status/)
    await assert.rejects(shown(200, 'Activer mon compte'), /has its own heading/)
  })

  test('a server that is too busy is asked again', async () => {
    const answers = [
      { status: 503, html: '<h1>Service momentanément indisponible</h1>' },
      { status: 200, html: '<h1>Recevez un code par e-mail</h1>' },
    ]
    assert.match(await theScene('email.blank', 'fr', async () => answers.shift()!), /Recevez/)
    assert.deepEqual(answers, [])
  })
})
