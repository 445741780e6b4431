import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { situationsOfStep } from '../../src/agent/guide/of-step.ts'
import { SENTENCES, SITUATIONS } from '../../src/agent/guide/spoken.ts'
import { LIVE_WORDS } from '../../src/web/live-page/words.ts'
import { type AgentBrowser, type ConsoleService, startConsoleService } from '../support/console.ts'

let site: ConsoleService
let agent: AgentBrowser
before(async () => {
  site = await startConsoleService({
    limits: { dependencies: { memberApi: { breaker: { openMs: 200_000 } } } },
  })
  agent = await site.hire('amina')
  await agent.signIn()
})
after(() => site.stop())

const count = (html: string, part: RegExp) => html.match(part)?.length ?? 0
/** Texts without tags and isolates, with simple spaces. */
const textOf = (html: string) =>
  html
    .replace(/<[^>]+>/g, '')
    .replaceAll('&#39;', "'")
    .replaceAll('\u00a0', ' ')

describe('the guide', () => {
  test('is for agents who have signed in', async () => {
    const stranger = (await site.hire('nobody')).elsewhere(site.origin)
    for (const path of ['guide', 'guide/email-code']) {
      const { status, path: to } = await stranger.get(path)
      assert.deepEqual([status, to], [303, 'connexion'])
    }
  })

  test('holds all sentences in three languages, in both languages of agents', async () => {
    for (const lang of ['fr', 'ar']) {
      const { status, html } = await agent.get(`guide?lang=${lang}`)
      assert.equal(status, 200)
      for (const spoken of ['fr', 'ar', 'ary']) {
        const said = html.match(new RegExp(`<td lang="${spoken}" dir="${spoken === 'fr' ? 'ltr' : 'rtl'}">`, 'g'))
        assert.ok(said!.length >= SITUATIONS.length, `${lang} ${spoken}`)
      }
    }
  })

  test('marks each text that nobody has reviewed, and no other', async () => {
    const marked = async () =>
      count((await agent.get('guide/terms')).html, /<td lang="[^>]+>(?:(?!<\/td>).)*class="app-mark"/g)
    const texts = situationsOfStep('terms').flatMap(name => Object.values(SENTENCES).map(said => said[name]))
    const open = texts.filter(({ reviewed }) => !reviewed)
    assert.equal(await marked(), open.length)
    if (open[0]) open[0].reviewed = true
    assert.equal(await marked(), Math.max(0, open.length - 1))
    if (open[0]) open[0].reviewed = false
  })

  test('has a sheet for each step, and none for what is no step', async () => {
    for (const step of LIVE_WORDS.steps) assert.equal((await agent.get(`guide/${step}`)).status, 200, step)
    for (const path of ['guide/nothing', 'guide/done', 'guide/EMAIL', 'guide/constructor', 'guide/email/2', 'Guide'])
      assert.equal((await agent.get(path)).status, 404, path)
  })

  test('names buttons as the pages do, and takes figures from the limits', async () => {
    const french = textOf((await agent.get('guide?lang=fr')).html)
    assert.match(french, /appuyez sur « Me faire accompagner par un agent », puis lisez-moi la référence/)
    assert.match(french, /Sur un ordinateur partagé : « Terminer et effacer cette page »\./)
    assert.match(french, /Réessayez dans 4 minutes\./)
    assert.match(french, /عاودو من بعد 4 دقائق/)
    assert.match(french, /à voix haute : 8 caractères, une majuscule latine/)
    assert.doesNotMatch(french, /{{|undefined|guide\./)
  })

  test('names mistakes, what is never asked, and when to hand over, in the language of the agent', async () => {
    const french = textOf((await agent.get('guide/identity?lang=fr')).html)
    for (const words of ["Un autre numéro de la carte d'assuré", 'Un code ou un mot de passe', 'suspicion'])
      assert.ok(french.includes(words), words)
    assert.match(textOf((await agent.get('guide/identity?lang=ar')).html), /رقم آخر مكتوب على بطاقة المؤمَّن/)
  })
})
