import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { codeSentTo, contactsOf, identityOf, leadsTo, walkTo } from '../support/journey.ts'
import { type Service, startService } from '../support/service.ts'

let service: Service
before(async () => {
  service = await startService({
    limits: {
      identity: { floorMs: 0, perIp: [[100, 900]] },
      captcha: { cost: 100, tries: 10, questionPerIp: [[3, 3600]] },
    },
  })
})
after(() => service.stop())

async function atIdentity() {
  const file = service.enrol()
  const member = service.member()
  await walkTo(service, member, file, 'identite')
  const page = await member.get('identite')
  return { file, member, page }
}

/** Answers the plain question that the page has for members without JavaScript. */
function sumOf(html: string) {
  const [, a, b] = /Combien font (?:<[^>]+>)*(\d)(?:<[^>]+>)* \+ (?:<[^>]+>)*(\d)/.exec(html)!
  const questionToken = /name="questionToken" value="([^"]+)"/.exec(html)![1]!
  return { questionAnswer: String(Number(a) + Number(b)), questionToken }
}

const AT_FAULT = ' aria-describedby="[\\w-]+ captcha-error" aria-invalid="true"'
const wrongCard = { nationalId: 'ZZ999999' }

describe('the identity page', () => {
  test('asks for a proof that a person is there, and keeps what was typed', async () => {
    const { file, member } = await atIdentity()
    const page = await member.post('identite', identityOf(file))
    assert.equal(page.status, 422)
    assert.match(page.html, /Confirmez que vous n.{1,5}êtes pas un robot/)
    assert.match(page.html, new RegExp(`value="${file.nationalId}"`))
  })

  test('says beside the captcha what is wrong with it, and leads there from the summary', async () => {
    const { file, member } = await atIdentity()
    const stale = { altcha: 'stale' }
    for (const proof of [{}, stale, { questionAnswer: '99', questionToken: 'x' }]) {
      const { html } = await member.post('identite', { ...identityOf(file), ...proof })
      assert.match(html, /<a href="#questionAnswer">/)
      assert.match(html, /<p id="captcha-error" class="govuk-error-message">/)
      for (const id of ['captcha', 'questionAnswer'])
        assert.match(html, new RegExp(`<input[^>]* id="${id}"[^>]*${AT_FAULT}`))
      assert.match(html, /<div id="question">/)
    }
  })

  test('takes a proof once, however often it is sent (C-1)', async () => {
    const { file, member } = await atIdentity()
    const proof = await member.proof('identite')
    const attempts = await Promise.all(
      Array.from({ length: 20 }, () => member.post('identite', { ...identityOf(file), ...wrongCard, ...proof })),
    )
    const judged = attempts.filter(({ html }) => /pas pu vérifier ces informations/.test(html))
    assert.equal(judged.length, 1)
  })

  test('takes no proof made for another page or another member (C-1)', async () => {
    const { file, member } = await atIdentity()
    const stranger = await atIdentity()
    for (const proof of [await stranger.member.proof('identite'), await member.proof('email-code')]) {
      const page = await member.post('identite', { ...identityOf(file), ...proof })
      assert.match(page.html, /vérification n.{1,5}a pas abouti/)
    }
  })

  test('asks for no proof before the form is right', async () => {
    const { file, member } = await atIdentity()
    const page = await member.post('identite', { ...identityOf(file), nationalId: '' })
    assert.doesNotMatch(page.html, /captcha-error/)
    assert.match(page.html, /href="#nationalId"/)
  })
})

for (const [page, next] of [
  ['email-code', 'mobile'],
  ['mobile-code', 'mot-de-passe'],
] as const)
  describe(`the page ${page}`, () => {
    test('asks for a proof of its own, and judges no code without one (C-1)', async () => {
      const file = service.enrol()
      const member = service.member()
      await walkTo(service, member, file, page)
      const { email, phone } = contactsOf(file)
      const code = await codeSentTo(service, page === 'email-code' ? email : phone)
      await member.get(page)
      const bare = await member.post(page, { code })
      assert.equal(bare.status, 422)
      assert.match(bare.html, /Confirmez que vous n.{1,5}êtes pas un robot/)
      const foreign = await member.post(page, { code, ...(await member.proof('identite')) })
      assert.equal(foreign.status, 422)
      assert.match(foreign.html, /vérification n.{1,5}a pas abouti/)
      leadsTo(next, await member.post(page, { code, ...(await member.proof(page)) }))
    })
  })

describe('without JavaScript (C-6)', () => {
  test('a plain question replaces the proof, and its answer is accepted once', async () => {
    const { file, member, page } = await atIdentity()
    const answer = sumOf(page.html)
    const refused = await member.post('identite', { ...identityOf(file), ...wrongCard, ...answer })
    assert.match(refused.html, /pas pu vérifier ces informations/)
    const again = await member.post('identite', { ...identityOf(file), ...answer })
    assert.match(again.html, /vérification n.{1,5}a pas abouti/)
    leadsTo('paiement', await member.post('identite', { ...identityOf(file), ...sumOf(again.html) }))
  })
})

describe('a plain question', () => {
  let open: Service
  before(async () => {
    open = await startService({
      limits: { captcha: { questionPerIp: [[100, 3600]] } },
    })
  })
  after(() => open.stop())

  async function asked(by = open) {
    const [file, member] = [by.enrol(), by.member()]
    await walkTo(by, member, file, 'identite')
    return { file, member, page: await member.get('identite') }
  }

  test('counts a member once, however often the form is sent at once (C-6)', async t => {
    const strict = await startService({ limits: { captcha: { questionPerIp: [[2, 3600]] } } })
    t.after(() => strict.stop())
    const [first, second] = [await asked(strict), await asked(strict)]
    const form = { ...identityOf(first.file), ...wrongCard, ...sumOf(first.page.html) }
    const pages = await Promise.all([1, 2, 3].map(() => first.member.post('identite', form)))
    assert.deepEqual(new Set(pages.map(({ status }) => status)), new Set([422]))
    leadsTo(
      'paiement',
      await second.member.post('identite', { ...identityOf(second.file), ...sumOf(second.page.html) }),
    )
  })

  test('may be answered by so many members an hour of one network; the page says when, and whom to call (C-6)', async t => {
    const strict = await startService({ limits: { captcha: { questionPerIp: [[2, 3600]] } } })
    t.after(() => strict.stop())
    for (let one = 0; one < 2; one++) {
      const { file, member, page } = await asked(strict)
      const wrong = await member.post('identite', { ...identityOf(file), ...wrongCard, ...sumOf(page.html) })
      assert.equal(wrong.status, 422)
      leadsTo('paiement', await member.post('identite', { ...identityOf(file), ...sumOf(wrong.html) }))
    }
    const { file, member, page } = await asked(strict)
    const stopped = await member.post('identite', { ...identityOf(file), ...sumOf(page.html) })
    assert.equal(stopped.status, 429)
    assert.ok(Number(stopped.headers.get('retry-after')) > 3000)
    assert.match(stopped.html, /05 38 00 20 20/)
  })

  test('is valid only in the session that it was shown in (C-6)', async () => {
    const [stranger, { file, member, page }] = [await asked(), await asked()]
    const foreign = await member.post('identite', { ...identityOf(file), ...sumOf(stranger.page.html) })
    assert.match(foreign.html, /vérification n.{1,5}a pas abouti/)
    leadsTo('paiement', await member.post('identite', { ...identityOf(file), ...sumOf(page.html) }))
  })

  test('is used up by a wrong answer: the page shows another (C-6)', async () => {
    const { file, member, page } = await asked()
    const { questionAnswer, questionToken } = sumOf(page.html)
    const wrong = { questionAnswer: String(Number(questionAnswer) + 1), questionToken }
    assert.equal((await member.post('identite', { ...identityOf(file), ...wrong })).status, 422)
    const again = await member.post('identite', { ...identityOf(file), questionAnswer, questionToken })
    assert.match(again.html, /vérification n.{1,5}a pas abouti/)
    leadsTo('paiement', await member.post('identite', { ...identityOf(file), ...sumOf(again.html) }))
  })
})
