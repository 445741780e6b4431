import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { createSay } from '../../src/agent/guide/say.ts'
import { situationsOf } from '../../src/agent/guide/situations.ts'
import { Limits } from '../../src/config/limits/index.ts'
import { gallery } from '../../src/demo/gallery/index.ts'
import type { LiveView } from '../../src/domain/live-view.ts'
import { consoleCopy } from '../../src/i18n/console-copy.ts'
import { translators } from '../../src/i18n/index.ts'
import { type CodeState, type Fate, MODES, type Via } from '../../src/ports/index.ts'
import { createViewOf } from '../../src/web/live-page/view.ts'
import { templateCopy } from '../../src/web/views/index.ts'
import { sceneNames, sceneUrl } from '../support/scenes.ts'
import { type Service, startService } from '../support/service.ts'
import { readOrganisation } from '../unit/organisation.ts'

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

const LIVE: CodeState = { liveSeconds: 420, waitSeconds: 60, sendsLeft: 3, triesLeft: 2, issuedAgoSeconds: 180 }
const LOST = (via: Via, fate: Fate): CodeState => ({ ...LIVE, delivery: { via, fate } })
/** What may be known of the codes beside a page. */
const CODES: Record<string, CodeState> = {
  live: LIVE,
  none: { ...LIVE, liveSeconds: 0, waitSeconds: 0 },
  soon: { ...LIVE, liveSeconds: 0 },
  spent: { ...LIVE, liveSeconds: 0, waitSeconds: 0, sendsLeft: 0 },
  undelivered: LOST('sms', 'undelivered'),
  failed: LOST('sms', 'failed'),
  unanswered: LOST('voice', 'unanswered'),
  call: LOST('voice', 'undelivered'),
  whatsapp: LOST('whatsapp', 'undelivered'),
}

const insurer = readOrganisation('cnops')
const copies = templateCopy(await translators(insurer, false, consoleCopy()), insurer)
const say = createSay(copies, { limits: Limits.parse({}), organisation: insurer })

/** The lines beside a page that lack words in one of the languages, or that there are none. */
function without(view: LiveView, codes: CodeState, where: string): string[] {
  const lines = situationsOf({ view, codes: { email: codes, sms: codes }, now: view.at }, 120)
  if (lines.length === 0 || lines.length > 3) return [`${where}: ${lines.length} lines`]
  return lines.flatMap(line =>
    say(line, view.mode)
      .sentences.filter(({ spoken, dir, html }) => {
        const letters = String(html)
          .replace(/<[^>]*>/g, '')
          .trim()
        return letters.length < 10 || /{{|undefined|guide\./.test(String(html)) || (dir === 'rtl') !== (spoken !== 'fr')
      })
      .map(({ spoken }) => `${where}: ${line.situation} in ${spoken}`),
  )
}

test('every page in every state and mode has a view in closed words, with as many errors as it shows, and words for agents in three languages (AG-2)', async () => {
  const wordless: string[] = []
  const names = (await sceneNames(service.origin)).filter(name => !/^(mail|sms|voice)\./.test(name))
  for (const name of names)
    for (const mode of MODES) {
      const response = await fetch(sceneUrl(service.origin, name, mode))
      const text = await response.text()
      assert.match(text, /^\{"at":/, `${name} in ${mode}: ${text.slice(0, 200)}`)
      const view = JSON.parse(text) as LiveView
      assert.equal(view.mode, mode)
      for (const [state, codes] of Object.entries(CODES))
        wordless.push(...without(view, codes, `${name}, ${mode}, ${state}`))
      if (response.status === 422) assert.equal(view.errors.length, 1, name)
      else assert.ok(view.status === 429 || view.errors.length === 0, name)
      if (name.includes('.notices.')) assert.equal(view.notice, name.slice(name.indexOf('notices.')))
    }
  assert.ok(names.length > 100, `${names.length} scenes`)
  assert.deepEqual(wordless, [])
})
