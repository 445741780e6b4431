import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { codeSentTo, identityOf, memberOn, PASSWORD, paymentOf, walkTo } from '../support/journey.ts'
import { type ServiceProcess, startProcess } from '../support/process.ts'

let service: ServiceProcess
before(async () => {
  service = await startProcess({
    environment: { LOG_LEVEL: 'error', CAPTCHA: 'off' },
    limits: {
      code: { resendWaitsSeconds: [1, 60] },
      identity: { floorMs: 0, perSession: 3, waitsSeconds: [0, 60], payment: { perDay: 1 } },
    },
  })
})
after(() => service.stop())

type PageName = Parameters<typeof walkTo>[3]

async function on(page: PageName) {
  const there = await memberOn(service, page)
  if (page !== 'termine') await there.member.get(page)
  return there
}

/** What the trail says of `act`: each event with its reason. */
async function recorded(act: () => Promise<unknown>): Promise<string[]> {
  const lines = await service.audited(act)
  return lines.map(({ event, reason }) => [event, reason].filter(Boolean).join(' '))
}

const wrong = (code: string) => String((Number(code) + 1) % 1_000_000).padStart(6, '0')

describe('the audit trail (L-1)', () => {
  test('records a whole journey, from the first page to the account', async () => {
    const file = service.enrol()
    const member = service.member()
    assert.deepEqual(await recorded(() => walkTo(service, member, file, 'termine')), [
      'session_created',
      'authn_login_success',
      'authn_login_success',
      'session_renewed',
      'authn_token_created email',
      'authn_login_success',
      'authn_token_created sms',
      'authn_login_success',
      'user_created',
      'session_renewed',
    ])
  })

  const probes: [
    what: string,
    page: PageName,
    act: (of: Awaited<ReturnType<typeof on>>) => Promise<unknown>,
    said: string[],
  ][] = [
    [
      'a wrong identity',
      'identite',
      ({ file, member }) => member.post('identite', { ...identityOf(file), nationalId: 'ZZ999999' }),
      ['authn_login_fail no-match'],
    ],
    [
      'a wrong payment answer',
      'paiement',
      ({ file, member }) => member.post('paiement', { ...paymentOf(file), bankAccountLast8: '00000000' }),
      ['authn_login_fail no-match'],
    ],
    [
      'a form that cannot be',
      'identite',
      ({ member }) => member.post('identite', {}),
      ['input_validation_fail fields'],
    ],
    [
      'a field that the page does not have',
      'identite',
      ({ member }) => member.post('identite', { admin: '1' }),
      ['input_validation_fail badRequest'],
    ],
    [
      'a body of another type',
      'identite',
      ({ member }) => member.post('identite', {}, { 'content-type': 'application/json' }),
      ['input_validation_fail wrongType'],
    ],
    [
      'a forged form token',
      'identite',
      ({ member }) => member.post('identite', { _token: 'f'.repeat(32) }),
      ['malicious_csrf form-token'],
    ],
    [
      'a form sent from another site',
      'identite',
      ({ member }) => member.post('identite', {}, { 'sec-fetch-site': 'cross-site' }),
      ['malicious_csrf origin'],
    ],
    ['a page out of turn (S-6)', 'identite', ({ member }) => member.get('mot-de-passe'), ['sequence_fail out-of-turn']],
    ['a form after the end', 'termine', ({ member }) => member.post('email', {}), ['sequence_fail ended']],
    ['leaving', 'identite', ({ member }) => member.post('quitter'), ['session_expired left']],
    [
      'an id that names no session',
      'conditions',
      ({ member }) => {
        member.cookies = 'sid=s%3Aforged.forged'
        return member.get('')
      },
      ['session_expired unknown-id'],
    ],
    [
      'an unsigned delivery report',
      'conditions',
      ({ member }) => member.post('webhooks/twilio', { MessageStatus: 'sent' }),
      ['authz_fail signature'],
    ],
  ]
  for (const [what, page, act, said] of probes)
    test(`records ${what}`, async () => {
      const visitor = await on(page)
      assert.deepEqual(await recorded(() => act(visitor)), said)
    })

  test('records wrong codes, the last one, a replaced one and a new one asked for too soon', async () => {
    const { member, email } = await on('email-code')
    const code = await codeSentTo(service, email)
    assert.deepEqual(await recorded(() => member.post('email-code/renvoyer')), ['excess_rate_limit_exceeded sends'])
    await new Promise(resolve => setTimeout(resolve, 1100))
    assert.deepEqual(await recorded(() => member.post('email-code/renvoyer')), ['authn_token_created email'])
    assert.deepEqual(await recorded(() => member.post('email-code', { code })), ['authn_token_reuse replaced'])
    assert.deepEqual(await recorded(() => member.post('email-code', { code: wrong(code) })), ['authn_login_fail wrong'])
    for (let attempt = 0; attempt < 3; attempt++) await member.post('email-code', { code: wrong(code) })
    assert.deepEqual(await recorded(() => member.post('email-code', { code: wrong(code) })), [
      'authn_login_fail_max locked',
    ])
  })

  test('records that guesses at one number have to wait', async () => {
    const { file, member } = await on('identite')
    const guess = (nationalId: string) => member.answer('identite', { ...identityOf(file), nationalId })
    await guess('ZZ999990')
    await guess('ZZ999991')
    assert.deepEqual(await recorded(() => guess('ZZ999992')), ['excess_rate_limit_exceeded guesses'])
  })

  test('records that the payment page is closed to a member', async () => {
    const file = service.enrol()
    const wrongly = async () => {
      const member = service.member()
      await walkTo(service, member, file, 'paiement')
      return member.answer('paiement', { ...paymentOf(file), bankAccountLast8: '00000000' })
    }
    await wrongly()
    assert.equal((await recorded(wrongly)).at(-1), 'authn_login_lock closed')
  })

  test('records that a session is over for its guesses, or because another one has begun', async () => {
    const guesser = await on('paiement')
    const wrongly = () => guesser.member.answer('paiement', { ...paymentOf(guesser.file), employerId: 'NOT0000' })
    await guesser.member.answer('identite', { ...identityOf(guesser.file), birthYear: '1971' })
    await guesser.member.answer('identite', { ...identityOf(guesser.file), birthYear: '1972' })
    assert.deepEqual(await recorded(wrongly), ['authn_login_fail_max guesses'])
    const older = await on('email')
    await walkTo(service, service.member(), older.file, 'email')
    const form = { email: older.email, emailConfirmation: older.email }
    assert.deepEqual(await recorded(() => older.member.answer('email', form)), ['session_expired elsewhere'])
  })

  test('records that an active member passes the questions again (ID-12)', async () => {
    const file = service.enrol()
    await walkTo(service, service.member(), file, 'termine')
    const again = service.member()
    await walkTo(service, again, file, 'paiement')
    assert.deepEqual(await recorded(() => again.answer('paiement', paymentOf(file))), [
      'authn_login_success already-active',
      'session_renewed',
    ])
  })
})

describe('a line of the audit trail', () => {
  test('names time, request, route, flow, session, member, network and reference, and no one (L-5)', async () => {
    const { file, member } = await on('email')
    const [line] = await service.audited(() => member.post('email', {}, { 'x-request-id': 'request-of-mine' }))
    assert.match(line!['time'] as string, /^\d{4}-\d\d-\d\dT[\d:.]+Z$/)
    assert.equal(line!['requestId'], 'request-of-mine')
    assert.equal(line!['route'], '/email')
    assert.match(line!['reference'] as string, /^R-\d{7}$/)
    assert.equal(line!['network'], '127.0.0.0/24')
    for (const pseudonym of ['member', 'flow', 'session']) assert.match(line![pseudonym] as string, /^[\w-]{22}$/)
    assert.deepEqual(Object.keys(line!).toSorted(), [
      ...['event', 'flow', 'level', 'member', 'msg', 'network', 'outcome', 'reason', 'reference', 'requestId', 'route'],
      ...['session', 'time'],
    ])
    const trace = '4bf92f3577b34da6a3ce929d0e0e4736'
    const traced = { traceparent: `00-${trace}-00f067aa0ba902b7-01` }
    const [inTrace] = await service.audited(() => member.post('email', {}, traced))
    assert.equal(inTrace!['traceId'], trace)
    assert.match(inTrace!['spanId'] as string, /^(?!00f067aa0ba902b7)[\da-f]{16}$/)
    const written = JSON.stringify(line)
    for (const secret of [...Object.values(file), PASSWORD, member.cookies.split('=')[1]!.slice(4, 36)])
      assert.ok(!written.includes(secret))
  })

  test('keeps the flow through new session ids, so that one passage can be followed', async () => {
    const file = service.enrol()
    const lines = await service.audited(() => walkTo(service, service.member(), file, 'termine'))
    assert.equal(new Set(lines.map(({ flow }) => flow)).size, 1)
    assert.equal(new Set(lines.map(({ session }) => session)).size, 3)
  })

  test('brings attempts on one member together, from whatever session they come', async () => {
    const [victim, bystander] = [service.enrol(), service.enrol()]
    let guessed = 0
    const lines = await service.audited(async () => {
      for (const file of [victim, victim, bystander]) {
        const member = service.member()
        await walkTo(service, member, file, 'paiement')
        await member.answer('paiement', { ...paymentOf(file), bankAccountLast8: '00000000' })
        if (file === victim && member.cookies && !guessed++)
          await member.answer('identite', { ...identityOf(file), birthYear: '1970' })
      }
    })
    const keys = lines.filter(({ event }) => /_fail|_lock/.test(event as string)).map(({ member }) => member)
    assert.equal(keys.length, 4)
    assert.deepEqual([keys[1], keys[2]], [keys[0], keys[0]], 'the wrong birth date as well')
    assert.notEqual(keys[3], keys[0])
  })

  test('says that a member opened their page to an agent, for how long, and by whom it was closed (AG-6)', async () => {
    const lines = await service.audited(async () => {
      const { member } = await on('email')
      await member.post('email', { open: 'yes' })
      await member.post('email', { open: 'no' })
      await member.post('accompagnement', { open: 'yes' })
      await member.post('quitter')
    })
    const [opened, closed, again, ended] = lines.filter(({ event }) => /^assistance_/.test(String(event)))
    const facts = (line = {} as (typeof lines)[number]) => [line['event'], line['by'], line['route']]
    assert.deepEqual(facts(opened), ['assistance_opened', undefined, '/email'])
    assert.deepEqual(facts(closed), ['assistance_closed', 'member', '/email'])
    assert.deepEqual(facts(again), ['assistance_opened', undefined, '/accompagnement'])
    assert.deepEqual(facts(ended), ['assistance_closed', 'session', '/quitter'])
    const seconds = opened!['seconds'] as number
    assert.ok(seconds > 1100 && seconds <= 1200, `${seconds} s, as the session`)
    for (const line of [opened, closed, again, ended]) {
      assert.match(line!['reference'] as string, /^R-\d{7}$/)
      for (const pseudonym of ['page', 'flow']) assert.match(line![pseudonym] as string, /^[\w-]{22}$/)
    }
    assert.equal(closed!['page'], opened!['page'])
  })

  test('counts in the metrics by its event and reason', async () => {
    const { member } = await on('identite')
    await member.post('identite', { _token: 'f'.repeat(32) })
    assert.match(
      await service.metrics(),
      /wizard_security_events_total\{event="malicious_csrf",reason="form-token"\} [1-9]/,
    )
  })
})
