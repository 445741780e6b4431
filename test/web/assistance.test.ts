import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import ar from '../../locales/ar.json' with { type: 'json' }
import inArabic from '../../locales/console/ar.json' with { type: 'json' }
import inFrench from '../../locales/console/fr.json' with { type: 'json' }
import fr from '../../locales/fr.json' with { type: 'json' }
import type { Fault } from '../../src/demo/faults.ts'
import { identityOf, leadsTo, memberOn, PASSWORD, PATHS, type PagePath, walkOn } from '../support/journey.ts'
import type { Page } from '../support/member.ts'
import { onceAllowed } from '../support/once-allowed.ts'
import { type Service, startService } from '../support/service.ts'

let service: Service
let memberApi: Fault | undefined
before(async () => {
  service = await startService({
    limits: {
      code: { resendWaitsSeconds: [1, 1, 1, 1] },
      session: { idleSeconds: 1200, absoluteSeconds: 2400 },
      identity: { floorMs: 0, perSession: 3, waitsSeconds: [0, 3600] },
      assistance: { openSeconds: 1800 },
    },
    memberData: { faults: () => memberApi },
  })
})
after(() => service.stop())

const on = (page: PagePath | 'termine') => memberOn(service, page)

const text = ({ html }: Page) => html.replace(/<[^>]+>/g, '').replaceAll('&#39;', "'")
const asks = ({ html }: Page) => /<button [^>]*name="open" value="yes"/.test(html)
const band = ({ html }: Page) => /<aside class="app-assistance[\s\S]*?<\/aside>/.exec(html)?.[0]
const referenceOn = ({ html }: Page) => /R-\d{3} \d{4}/.exec(html)![0].replace(' ', '')

/** The name of the page that a reference opens; undefined if it opens none. */
const found = (page: Page) => service.followed.find(referenceOn(page))

async function seen(page: Page) {
  const name = await found(page)
  const reading = name ? await service.followed.read(name) : undefined
  assert.ok(reading?.kind === 'open', 'the page is open')
  return { name: name!, view: reading.view as Record<string, unknown>, events: reading.happenings }
}

/** Brings a member to a page that they have opened. */
async function openOn(path: PagePath) {
  const there = await on(path)
  await there.member.get(path)
  const page = await there.member.post(path, { open: 'yes' })
  return { ...there, page }
}

describe('the button by which a member opens their pages to an agent', () => {
  test('is beside the reference on every page of a session, in each mode (AG-1)', async () => {
    const { member, file } = await on('identite')
    for (const lang of ['fr', 'ar', 'both'])
      for (const path of [...PATHS.slice(0, 2), 'conditions-generales', 'accessibilite', 'nowhere']) {
        const page = await member.get(`${path}?lang=${lang}`)
        assert.ok(asks(page), `${path} in ${lang}: ${page.status}`)
        if (lang !== 'ar') assert.ok(text(page).includes(fr.service.assistance.ask))
        if (lang !== 'fr') assert.ok(text(page).includes(ar.service.assistance.ask))
      }
    memberApi = { status: 500, body: {} }
    const unavailable = await member.answer('identite', identityOf(file))
    memberApi = undefined
    const wrong = { ...identityOf(file), nationalId: 'ZZ999999' }
    const refused = await member.answer('identite', wrong)
    await member.answer('identite', wrong)
    const limited = await member.answer('identite', wrong)
    for (const [status, page] of [
      [503, unavailable],
      [422, refused],
      [429, limited],
    ] as const) {
      assert.equal(page.status, status)
      assert.ok(asks(page), `${status}`)
    }
    assert.equal((await member.get('')).status, 200)
    assert.ok(!asks(await member.get('')), 'on the start page')
    for (const path of PATHS.slice(2)) {
      const { member } = await on(path)
      assert.ok(asks(await member.get(path)), path)
    }
  })

  test('is not there before a session, nor after the end (AG-1)', async () => {
    const visitor = service.member()
    assert.ok(!asks(await visitor.get('')))
    leadsTo('conditions', await visitor.post(''))
    const terms = await visitor.get('conditions')
    assert.ok(!asks(terms))
    const pressed = await visitor.post('conditions', { open: 'yes' })
    assert.equal(pressed.status, 200)
    assert.equal(band(pressed), undefined)
    const { member } = await on('termine')
    const done = await member.get('termine')
    assert.ok(!asks(done))
    leadsTo('termine', await member.post('accompagnement', { open: 'yes' }))
    assert.equal(await found(done), undefined)
  })

  test('is there, with a reference, once the conditions are accepted, as agents are told', async () => {
    const visitor = service.member()
    await visitor.post('')
    const terms = await visitor.get('conditions')
    leadsTo('identite', await visitor.post('conditions', { accepted: 'yes' }))
    const shown = [terms, await visitor.get('identite')].map(page => [asks(page), /R-\d{3} \d{4}/.test(page.html)])
    assert.deepEqual(shown, [
      [false, false],
      [true, true],
    ])
    assert.match(inFrench.reference.hint, /dès que les conditions sont acceptées/)
    assert.match(inArabic.reference.hint, /بعد قبول الشروط/)
  })

  test('keeps what is typed; nothing is judged, counted or sent (AG-1)', async () => {
    const { member, file } = await on('identite')
    await member.get('identite')
    const typed = { ...identityOf(file), nationalId: 'ZZ999999' }
    for (const open of ['yes', 'no', 'yes', 'no', 'perhaps']) {
      const page = await member.post('identite', { ...typed, open })
      assert.equal(page.status, 200)
      assert.match(page.html, /name="nationalId" value="ZZ999999"/)
      assert.match(page.html, /<title>(?!Erreur)/)
      assert.equal(band(page) !== undefined, open === 'yes', open)
    }
    // The third failure would be the last.
    for (let wrong = 0; wrong < 2; wrong++)
      assert.ok([422, 429].includes((await member.answer('identite', typed)).status))
    const email = await on('email')
    await email.member.get('email')
    const sent = service.farEnds.smtp.mails.all.length
    const page = await email.member.post('email', { email: email.email, emailConfirmation: email.email, open: 'yes' })
    assert.ok(page.html.includes(`name="emailConfirmation" value="${email.email}"`))
    assert.equal(service.farEnds.smtp.mails.all.length, sent)
  })

  test('shows no password again (AG-1)', async () => {
    const { member } = await on('mot-de-passe')
    await member.get('mot-de-passe')
    const page = await member.post('mot-de-passe', { password: PASSWORD, passwordConfirmation: PASSWORD, open: 'yes' })
    assert.equal(page.status, 200)
    assert.ok(band(page))
    assert.ok(!page.html.includes(PASSWORD))
  })

  test('on a page beside the journey leads to the step, where the band says that it is open (AG-1)', async () => {
    const { member } = await on('email')
    await member.get('conditions-generales')
    leadsTo('email', await member.post('accompagnement', { open: 'yes' }))
    const page = await member.get('email?avis=ouverte')
    assert.match(band(page)!, /id="assistance" role="status" tabindex="-1" autofocus/)
    assert.equal((await seen(page)).view['page'], 'email')
    await member.get('conditions-generales')
    leadsTo('email', await member.post('accompagnement', { open: 'no' }))
    const closed = await member.get('email?avis=fermee')
    assert.equal(band(closed), undefined)
    assert.ok(text(closed).includes(fr.notices.done.unfollowed))
  })

  test('needs the token of the session (AG-1, W-1)', async () => {
    const { member } = await on('email')
    const page = await member.get('email')
    for (const path of ['accompagnement', 'email'])
      assert.equal((await member.post(path, { open: 'yes', _token: 'forged' })).status, 403)
    assert.equal(await found(page), undefined)
  })
})

describe('an opened page', () => {
  test('is opened by that press alone: the reference of another member opens nothing (AG-1)', async () => {
    const { member } = await on('email')
    const page = await member.get('email')
    assert.equal(await found(page), undefined)
    await member.post('email', { open: 'yes' })
    assert.ok(await found(page))
  })

  test('says until when, whether an agent follows and since when, and is ended by one press (AG-7)', async () => {
    const { member, page } = await openOn('email')
    assert.match(text(page), /Votre page est ouverte à un agent jusqu'à \d\d?\sh\s\d\d\./)
    assert.ok(!asks(page))
    const { name } = await seen(page)
    const attending = await service.followed.attend(name, 'amal')
    assert.equal(attending.kind, 'attending')
    const followed = await member.get('email')
    assert.match(
      text(followed),
      /Un agent suit votre page depuis \d\d?\sh\s\d\d, au plus tard jusqu'à \d\d?\sh\s\d\d\./,
    )
    assert.match(text(followed), /يتابع موظف من المركز صفحتكم منذ الساعة \d\d?:\d\d/)
    const typed = { email: 'half@', emailConfirmation: '' }
    const ended = await member.post('email', { ...typed, open: 'no' })
    assert.equal(band(ended), undefined)
    assert.ok(asks(ended))
    assert.match(ended.html, /name="email" value="half@"/)
    assert.deepEqual(await service.followed.read(name), { kind: 'ended', by: 'member' })
    assert.equal(await found(page), undefined)
    assert.equal(band(await member.get('email')), undefined)
    assert.equal(await found(page), undefined, 'a page shown later does not open it again')
    await member.post('email', { open: 'yes' })
    assert.equal(await found(page), name, 'a press does')
  })

  test('says on each page of a code that no agent asks for it, nor for the password (AG-7)', async () => {
    const said = {
      fr: 'Un agent ne vous demandera jamais ce code ni votre mot de passe.',
      ar: ar.steps['email-code'].neverAsked,
    }
    for (const path of ['email-code', 'mobile-code'] as const) {
      const { member } = await on(path)
      for (const mode of ['fr', 'ar', 'both'] as const) {
        const page = text(await member.get(`${path}?lang=${mode}`))
        for (const language of ['fr', 'ar'] as const)
          assert.equal(page.includes(said[language]), mode === 'both' || mode === language, `${path} in ${mode}`)
      }
    }
  })

  test('is not open for longer than the session (AG-1)', async () => {
    const { page } = await openOn('email')
    const { view } = await seen(page)
    const { idleEnd, absoluteEnd, openUntil, at } = view as Record<string, number>
    assert.ok(openUntil! - at! <= 1800_000 && openUntil! - at! > 1700_000)
    assert.ok(idleEnd! - at! <= 1200_000 && absoluteEnd! - at! <= 2400_000)
  })

  test('is closed when the member leaves (AG-1, S-12)', async () => {
    const { member, page } = await openOn('email')
    const { name } = await seen(page)
    leadsTo('quitter', await member.post('quitter'))
    assert.deepEqual(await service.followed.read(name), { kind: 'ended', by: 'session' })
  })

  test('is closed with a session that wrong guesses have ended (AG-1, S-12)', async () => {
    const { member, file, page } = await openOn('identite')
    const { name } = await seen(page)
    for (let guess = 0; guess < 5; guess++) await member.post('identite', { ...identityOf(file), unknown: 'x' })
    assert.deepEqual(await service.followed.read(name), { kind: 'ended', by: 'session' })
  })

  test('stays open to the end of the journey, which the agent sees too (AG-7)', async () => {
    const { member, file, page } = await openOn('mobile-code')
    await walkOn(service, member, file, 'mot-de-passe')
    leadsTo('termine', await member.answer('mot-de-passe', { password: PASSWORD, passwordConfirmation: PASSWORD }))
    const done = await member.get('termine')
    assert.ok(band(done) && !asks(done))
    const { view, events } = await seen(page)
    assert.equal(view['page'], 'done')
    assert.equal(view['frontier'], undefined)
    assert.ok(events.some(({ event }) => event === 'user_created'))
    leadsTo('termine', await member.post('accompagnement', { open: 'no' }))
    assert.equal(await found(done), undefined)
  })
})

describe('what an agent sees', () => {
  const lastEvents = async (page: Page, count: number) =>
    (await seen(page)).events
      .slice(-count)
      .map(({ event, reason, page }) => [event, reason, page].filter(Boolean).join(' '))

  test('begins with the press: nothing from before is in the trail (AG-2)', async () => {
    const { page } = await openOn('email-code')
    assert.deepEqual(await lastEvents(page, 20), ['assistance_opened email-code', 'page_shown email-code'])
  })

  test('is each page as it is shown, a link back too, and what happened on it', async () => {
    const { member, email, page } = await openOn('email-code')
    const wrong = await member.answer('email-code', { code: '000000' })
    assert.equal(wrong.status, 422)
    const error = 'steps.email-code.fields.code.errors.wrong'
    const { view } = await seen(page)
    assert.deepEqual([view['page'], view['status'], view['frontier']], ['email-code', 422, 'email-code'])
    assert.deepEqual(view['errors'], [{ key: error, left: 4 }])
    assert.deepEqual(view['email'], { masked: `${email[0]}•••@•••.ma`, proved: false })
    assert.deepEqual(await lastEvents(page, 1), ['authn_login_fail wrong email-code'])
    await member.get('email')
    const back = (await seen(page)).view
    assert.deepEqual([back['page'], back['frontier'], back['errors']], ['email', 'email-code', []])
    const other = `other-${email}`
    const change = { email: other, emailConfirmation: other }
    leadsTo('email-code', await onceAllowed(() => member.post('email', change)))
    assert.deepEqual(await lastEvents(page, 1), ['authn_token_created email email'], 'told although no page was shown')
    await member.get('email-code?avis=modifie&lang=ar')
    const changed = (await seen(page)).view
    assert.deepEqual([changed['notice'], changed['mode']], ['notices.done.changed.email', 'ar'])
    assert.deepEqual(await lastEvents(page, 2), ['authn_token_created email email', 'page_shown email-code'])
  })

  test('is the questions of the payment page and no figure of an attempt there (AG-2)', async () => {
    const { member, page } = await openOn('paiement')
    const { view } = await seen(page)
    assert.deepEqual(view['questions'], ['employerId', 'bankAccountLast8'])
    await member.answer('paiement', { employerId: '1234567', bankAccountLast8: '00000000' })
    const { errors } = (await seen(page)).view
    assert.deepEqual(errors, [{ key: 'steps.payment.errors.noMatch' }])
  })

  test('is until when a page is closed, and that a service is down', async () => {
    const { member, file, page } = await openOn('identite')
    memberApi = { status: 500, body: {} }
    assert.equal((await member.answer('identite', identityOf(file))).status, 503)
    memberApi = undefined
    const down = (await seen(page)).view
    assert.deepEqual([down['status'], down['notice'], down['lockedUntil']], [503, 'notices.unavailable', undefined])
    assert.ok(Number(down['retryFrom']) > Number(down['at']), 'as the page says')
    const wrong = { ...identityOf(file), nationalId: 'ZZ999998' }
    await member.answer('identite', wrong)
    await member.answer('identite', wrong)
    assert.equal((await member.answer('identite', wrong)).status, 429)
    const { view } = await seen(page)
    const { lockedUntil, at } = view as Record<string, number>
    assert.equal(view['page'], 'too-many')
    assert.ok(lockedUntil! - at! > 3000_000 && lockedUntil! - at! <= 3660_000, `${lockedUntil! - at!}`)
  })

  test('is an error page by its name', async () => {
    const { member, page } = await openOn('email')
    assert.equal((await member.get('nowhere')).status, 404)
    const { view } = await seen(page)
    assert.deepEqual([view['page'], view['status']], ['error.notFound', 'other'])
    const { status } = await member.post('email', { _token: 'forged' })
    assert.equal(status, 403)
    assert.deepEqual(await lastEvents(page, 2), ['malicious_csrf form-token email', 'page_shown error.forbidden'])
  })
})
