import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { gallery } from '../../src/demo/gallery/index.ts'
import { routeName } from '../../src/web/route-name.ts'
import { walkTo } from '../support/journey.ts'
import { sceneNames, sceneUrl } from '../support/scenes.ts'
import { type Service, startService } from '../support/service.ts'

let service: Service
before(async () => {
  service = await startService({ extra: gallery })
})
after(() => service.stop())

describe('the accessibility statement', () => {
  for (const [mode, ...words] of [
    ['fr', 'WCAG', 'Chromium', 'NVDA', 'Dernière vérification le .*2026'],
    ['ar', 'WCAG', 'Chromium', 'NVDA', 'آخر مراجعة: .*2026'],
    ['both', 'Dernière vérification', 'آخر مراجعة'],
  ] as const)
    test(`says what was checked, what was not, and whom to call (${mode})`, async () => {
      const { status, html } = await service.member().get(`accessibilite?lang=${mode}`)
      assert.equal(status, 200)
      const [main] = /<main.*<\/main>/s.exec(html)!
      for (const word of [...words, '05 38 00 20 20']) assert.match(main, new RegExp(word))
    })

  test('leads a member back to where they were, with the session kept', async () => {
    const member = service.member()
    await walkTo(service, member, service.enrol(), 'email')
    assert.match((await member.get('accessibilite')).html, /class="govuk-back-link" href="\/mon_compte\/email"/)
    assert.equal((await member.get('email')).status, 200)
  })

  test('is linked from the foot of every page, and without a band no page says that it is a test', async () => {
    const pages = (await sceneNames(service.origin)).filter(name => !/^(mail|sms|voice)\./.test(name))
    assert.ok(pages.length > 100)
    for (const name of pages) {
      const page = await (await fetch(sceneUrl(service.origin, name, 'fr'))).text()
      assert.doesNotMatch(page, /app-band|Environnement de test/, name)
      assert.match(page, /<footer.*href="\/mon_compte\/accessibilite".*<\/footer>/s, name)
    }
  })

  test('has a name of its own in logs and metrics', () => {
    assert.equal(routeName('/mon_compte/accessibilite?lang=ar', '/mon_compte'), '/accessibilite')
  })
})
