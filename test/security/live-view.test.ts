import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { createHappening, createLiveView } from '../../src/domain/live-view.ts'
import { LIVE_WORDS } from '../../src/web/live-page/words.ts'
import { CORPUS } from '../support/corpus.ts'
import { answersOf, codeSentTo, leadsOn, memberOn, PASSWORD, PATHS, type PagePath } from '../support/journey.ts'
import type { Page } from '../support/member.ts'
import { type Service, startService } from '../support/service.ts'

const MANY = [[100_000, 60]]
let service: Service
before(async () => {
  const send = { perDestination: MANY, perMember: MANY, sms: { total: MANY, perPrefix: MANY } }
  service = await startService({
    environment: { CAPTCHA: 'off' },
    limits: {
      code: { resendWaitsSeconds: [1] },
      identity: { perIp: MANY, waitsSeconds: [0], perSession: 10 },
      send: { ...send, perIp: { sms: MANY, email: MANY } },
      password: { perSession: MANY },
    },
  })
})
after(() => service.stop())

const LiveView = createLiveView(LIVE_WORDS)
const Happening = createHappening(LIVE_WORDS)

/** All that an agent could see of the page that `reference` opens; it must be of now, and in closed words. */
async function seenSince(reference: string, moment: number): Promise<string> {
  const name = await service.followed.find(reference)
  const reading = await service.followed.read(name!)
  assert.ok(reading.kind === 'open')
  assert.ok(LiveView.parse(reading.view).at >= moment, 'the view is that of the last page')
  for (const happening of reading.happenings) Happening.parse(happening)
  return JSON.stringify([reading.view, reading.happenings])
}

const referenceOn = ({ html }: Page) => /R-\d{3} \d{4}/.exec(html)![0].replace(' ', '')

/** A form of nine fields may have 16 kB. */
const MOST = 1500

/** Of what was typed, pieces that could not be in a view by chance. */
const piecesOf = (typed: string) => typed.match(/[^\s"\\]{4,}/gu) ?? []

describe('what is typed is in no view of an agent', () => {
  const fieldsOf = (page: Page) => [
    ...new Set([...page.html.matchAll(/<input[^>]* name="([A-Za-z]\w*)"/g)].map(([, name]) => name!)),
  ]

  for (const path of PATHS.slice(1))
    test(`markup, controls, other scripts and overlong text in every field of ${path} (AG-2, AG-5)`, async () => {
      const { member } = await memberOn(service, path)
      let page = await member.get(path)
      const names = fieldsOf(page)
      assert.ok(names.length > 0)
      const reference = referenceOn(page)
      for (const [what, typed] of Object.entries(CORPUS)) {
        const moment = Date.now()
        // Never twice the same, so that nothing is accepted.
        const text = (name: string) => `${typed.slice(0, MOST)}${name.endsWith('Confirmation') ? '.' : ''}`
        const fields = Object.fromEntries(names.map(name => [name, text(name)]))
        page = await member.post(path, { ...fields, open: 'yes' })
        assert.equal(page.status, 200, what)
        page = await member.post(path, fields)
        assert.ok(page.status < 500, what)
        const seen = await seenSince(reference, moment)
        for (const piece of piecesOf(typed)) assert.ok(!seen.includes(piece), `${what}: ${piece}`)
        // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what must not be there
        assert.doesNotMatch(seen, /[<>&\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff]/, what)
      }
    })
})

describe('a whole journey that is open from its second page on', () => {
  test('shows none of the answers, codes, contacts and names to an agent (AG-2)', async () => {
    const { member, file, email, phone } = await memberOn(service, 'identite')
    const secrets = new Set([
      ...Object.values(file),
      email,
      phone,
      phone.slice(4),
      PASSWORD,
      ...member.cookies.split('='),
    ])
    const answers = answersOf(file, async destination => {
      const code = await codeSentTo(service, destination)
      secrets.add(code)
      return code
    })
    const reference = referenceOn(await member.get('identite'))
    await member.post('identite', { open: 'yes' })
    for (const path of PATHS.slice(1) as PagePath[]) {
      const moment = Date.now()
      await member.get(path)
      noneIn(await seenSince(reference, moment))
      const fields = await answers[path]()
      for (const value of Object.values(fields))
        if (value.length > 2 && value !== 'registrationNumber') secrets.add(value)
      const page = await member.post(path, fields)
      leadsOn(path, page)
      noneIn(await seenSince(reference, 0))
    }
    const moment = Date.now()
    await member.get('termine')
    noneIn(await seenSince(reference, moment))
    assert.ok(secrets.size > 12, `${secrets.size} secrets`)

    function noneIn(seen: string): void {
      for (const secret of secrets) assert.ok(!secret || !seen.includes(secret), `'${secret}' is seen`)
    }
  })
})
