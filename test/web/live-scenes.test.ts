import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { gallery } from '../../src/demo/gallery/index.ts'
import type { LiveView } from '../../src/domain/live-view.ts'
import { MODES } from '../../src/ports/index.ts'
import { createViewOf } from '../../src/web/live-page/view.ts'
import { sceneNames, sceneUrl } from '../support/scenes.ts'
import { type Service, startService } from '../support/service.ts'

let service: Service
before(async () => {
  service = await startService({
    /** Each scene is answered by what an agent would know of it. */
    extra(web, writing) {
      const viewOf = createViewOf(web.config, web.journey)
      const showPage: typeof web.showPage = (req, res, page) => {
        req.session.assisted = Date.now() + 1000
        res.status(page.status ?? 200).json(viewOf(req, res, page))
      }
      return gallery({ ...web, showPage }, writing)
    },
  })
})
after(() => service.stop())

test('every page in every state and mode has a view in closed words, with as many errors as it shows (AG-2)', async () => {
  const names = (await sceneNames(service.origin)).filter(name => !/^(mail|sms|voice)\./.test(name))
  for (const name of names)
    for (const mode of MODES) {
      const response = await fetch(sceneUrl(service.origin, name, mode))
      const text = await response.text()
      assert.match(text, /^\{"at":/, `${name} in ${mode}: ${text.slice(0, 200)}`)
      const view = JSON.parse(text) as LiveView
      assert.equal(view.mode, mode)
      if (response.status === 422) assert.equal(view.errors.length, 1, name)
      else assert.ok(view.status === 429 || view.errors.length === 0, name)
      if (name.includes('.notices.')) assert.equal(view.notice, name.slice(name.indexOf('notices.')))
    }
})
