import assert from 'node:assert/strict'
import { connect } from 'node:net'
import { text } from 'node:stream/consumers'
import { after, before, describe, test } from 'node:test'
import type { Fault } from '../../src/demo/faults.ts'
import { dumpOf } from '../support/dump.ts'
import { codeSentTo, identityOf, leadsOn, leadsTo, paymentOf, walkOn } from '../support/journey.ts'
import type { Member, Page } from '../support/member.ts'
import { type ServiceProcess, startProcess } from '../support/process.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { until } from '../support/until.ts'

let redis: TestRedis
let service: ServiceProcess
let memberApi: Fault | undefined
let twilio: Fault | undefined
before(async () => {
  redis = await startRedis()
  service = await startProcess({
    redisUrl: redis.url,
    environment: { LOG_LEVEL: 'trace' },
    limits: {
      password: { perSession: [[50, 600]] },
      outbox: { pollMs: 100, activationWaitsSeconds: [1] },
      code: { resendWaitsSeconds: [1, 1, 1, 1] },
      identity: { floorMs: 0, waitsSeconds: [0], perSession: 10 },
    },
    memberData: { faults: () => memberApi },
    twilio: { faults: () => twilio },
  })
})
after(async () => {
  await service.stop()
  await redis.stop()
})

const SECRETS = {
  email: 'sentinelle.adresse@exemple-prive.ma',
  otherEmail: 'sentinelle.refusee@exemple-prive.ma',
  phone: '+212698765432',
  typedPhone: '06 98 76 54 32',
  wrongCard: 'ZQ918273',
  wrongNumber: '918273645',
  wrongBank: '91827364',
  wrongCode: '918273',
  password: 'Tournevis Secret Mouille 9',
  weakPassword: 'sentinelle-faible',
  unknownField: 'sentinelle-inconnue',
  query: 'sentinelle-question',
  path: 'sentinelle-chemin',
  body: 'sentinelle-corps',
  agent: 'sentinelle-navigateur',
  errorOfApi: 'sentinelle-erreur-interne',
}
const found = new Set<string>()
const pages: Page[] = []
const keep = (page: Page) => {
  pages.push(page)
  return page
}

describe('a run of the whole journey, of every failure and of every outage (L-2, L-3)', () => {
  test('goes as it should', async () => {
    const file = service.enrol('bank')
    for (const secret of [...Object.values(file), ...Object.values(SECRETS)]) found.add(secret)
    const member = service.member()
    keep(await member.get(`?lang=${SECRETS.query}`))
    leadsTo('conditions', keep(await member.post('')))
    leadsTo('identite', keep(await member.answer('conditions', { accepted: 'yes' })))
    await failAtIdentity(member, file)
    leadsTo('paiement', keep(await member.answer('identite', identityOf(file))))
    keep(await member.answer('paiement', { ...paymentOf(file), bankAccountLast8: SECRETS.wrongBank }))
    await duringOutage(() => member.answer('paiement', paymentOf(file)))
    leadsOn('paiement', keep(await member.answer('paiement', paymentOf(file))))
    await walkOn(service, member, file, 'email')
    await failAtEmail(member)
    await proveEmail(member)
    await proveMobile(member)
    for (const password of [SECRETS.weakPassword, SECRETS.email])
      keep(await member.answer('mot-de-passe', { password, passwordConfirmation: SECRETS.password }))
    await whileRedisStandsStill(member)
    await activateDuringOutage(member)
    keep(await member.get('termine'))
    found.add(decodeURIComponent(member.cookies.split('=')[1]!))
    await service.writtenOut()
    const services = service.lines().flatMap(({ err }) => (err as { service?: string } | undefined)?.service ?? [])
    assert.deepEqual([...new Set(services)].toSorted(), ['member-api', 'redis', 'smtp'], 'every outage is in the log')
  })

  test('leaves nothing of them in the log (ID-11, W-15)', () => noneIn(service.output.join('\n')))

  test('leaves nothing of them in the metrics', async () => {
    // Seconds and bytes have by chance any digits in a row.
    const measured = /^(?:process|nodejs)_.*$| \d*\.\d+(?:e[+-]?\d+)?$/gm
    noneIn((await service.metrics()).replaceAll(measured, ''))
  })

  test('leaves nothing of them in an address, a redirect or a title (W-15)', () => {
    const titles = pages.map(({ html }) => /<title>[^<]*/.exec(html)?.[0])
    noneIn([...pages.flatMap(({ path, headers }) => [path, headers.get('location')]), ...titles].join('\n'))
    for (const { headers } of pages)
      assert.match(headers.get('location') ?? '/mon_compte', /^\/mon_compte[\w/-]*(\?(debut|avis=[a-z]+))?$/)
  })

  test('leaves nothing of them in Redis (ID-11, S-13)', async () => {
    const dump = await dumpOf(await redis.client())
    assert.ok(dump.size > 5)
    noneIn([...dump].flat().join('\n'))
  })
})

describe('the log', () => {
  test('cannot be broken into by line breaks or colours (L-4)', async () => {
    const evil = '%0d%0a%7B%22level%22%3A%22fatal%22%7D%1b[31m'
    const forged = '\r\n{"level":"fatal","msg":"forged"}\u001b[31m\u2028\u0085'
    await raw(
      `GET /mon_compte/${evil}?x=${evil} HTTP/1.1\r\nHost: ${new URL(service.origin).host}\r\nX-Request-Id: \u001b[31mred\r\nConnection: close\r\n\r\n`,
    )
    const member = service.member()
    await member.post('')
    await member.get('conditions')
    await member.post('conditions', { accepted: forged, lang: forged })
    await member.post('conditions', { [`a${forged}`]: 'x' })
    await service.writtenOut()
    for (const line of service.output) {
      // biome-ignore lint/suspicious/noControlCharactersInRegex: it is what must not be there
      assert.doesNotMatch(line, /[\x00-\x1f\x7f-\x9f\u2028\u2029]/)
      const { level, msg } = JSON.parse(line)
      assert.ok(level !== 'fatal' && msg !== 'forged', line)
    }
  })
})

async function failAtIdentity(member: Member, file: Parameters<typeof identityOf>[0]) {
  const right = identityOf(file)
  const wrong = { ...right, registrationNumber: SECRETS.wrongNumber, nationalId: SECRETS.wrongCard }
  keep(await member.answer('identite', wrong))
  keep(await member.answer('identite', { ...wrong, nationalId: `${SECRETS.wrongCard}!` }))
  keep(await member.answer('identite', { ...wrong, admin: SECRETS.unknownField }))
  keep(await member.answer('identite', { ...wrong, altcha: btoa(SECRETS.body) }))
  keep(await member.post('identite', { ...wrong, _token: SECRETS.unknownField }))
  keep(await member.post('identite', wrong, { 'sec-fetch-site': 'cross-site', 'user-agent': SECRETS.agent }))
  keep(await member.post('identite', { ...wrong, padding: SECRETS.body.repeat(1200) }))
  keep(
    await member.post('identite', wrong, { 'content-type': 'application/json', referer: `https://x/${SECRETS.query}` }),
  )
  keep(
    await member.post('identite', wrong, {
      'content-type': 'application/x-www-form-urlencoded; charset=sentinelle-corps',
    }),
  )
  keep(
    await member.post('identite', wrong, {
      'content-encoding': 'gzip',
      'content-type': 'application/x-www-form-urlencoded',
    }),
  )
  keep(await member.get(`email?q=${SECRETS.query}`))
  keep(await member.get(`%2e/${encodeURIComponent(SECRETS.path)}`))
  pages.pop() // the address that we asked for, not one that we gave
  await duringOutage(() => member.answer('identite', right))
}

async function duringOutage(act: () => Promise<Page>) {
  const body = { error: SECRETS.errorOfApi, email: SECRETS.email }
  for (const fault of [{ status: 500, body }, { status: 200, body }, 'reset'] satisfies Fault[]) {
    memberApi = fault
    assert.equal(keep(await act()).status, 503)
  }
  memberApi = undefined
}

async function failAtEmail(member: Member) {
  for (const [treatment, status] of [
    [550, 422],
    [421, 503],
  ] as const) {
    service.farEnds.smtp.treat(SECRETS.otherEmail, treatment)
    const page = await member.answer('email', { email: SECRETS.otherEmail, emailConfirmation: SECRETS.otherEmail })
    assert.equal(keep(page).status, status)
  }
  keep(
    await member.answer('email', {
      email: SECRETS.email,
      emailConfirmation: `${SECRETS.email}, b@c.ma\r\nBcc: d@e.ma`,
    }),
  )
}

async function proveEmail(member: Member) {
  leadsTo('email-code', keep(await member.answer('email', { email: SECRETS.email, emailConfirmation: SECRETS.email })))
  const code = await codeSentTo(service, SECRETS.email)
  found.add(code)
  keep(await member.answer('email-code', { code: SECRETS.wrongCode }))
  leadsTo('mobile', keep(await member.answer('email-code', { code })))
}

async function proveMobile(member: Member) {
  const form = { phone: SECRETS.typedPhone, phoneConfirmation: SECRETS.phone }
  twilio = { status: 400, body: { code: 21211, message: `Invalid 'To' Phone Number ${SECRETS.phone}`, status: 400 } }
  assert.equal(keep(await member.answer('mobile', form)).status, 422)
  twilio = undefined
  leadsTo('mobile-code', keep(await member.answer('mobile', form)))
  const code = await codeSentTo(service, SECRETS.phone)
  found.add(code)
  keep(await member.answer('mobile-code', { code: SECRETS.wrongCode }))
  leadsTo('mot-de-passe', keep(await member.answer('mobile-code', { code })))
}

async function whileRedisStandsStill(member: Member) {
  await member.get('mot-de-passe')
  redis.freeze()
  const page = await member.post('mot-de-passe', twice(SECRETS.password))
  redis.thaw()
  assert.equal(keep(page).status, 503)
  await until('Redis is back', async () => (await member.get('mot-de-passe')).status === 200)
}

/** The outcome at the insurer is unknown: the outbox goes on with it, and keeps nothing in clear until then. */
async function activateDuringOutage(member: Member) {
  memberApi = { status: 500, body: { error: SECRETS.errorOfApi, email: SECRETS.email } }
  leadsTo('finalisation', keep(await member.answer('mot-de-passe', twice(SECRETS.password))))
  keep(await member.get('finalisation'))
  noneIn([...(await dumpOf(await redis.client()))].flat().join('\n'))
  memberApi = undefined
  await until('the activation is finished', async () => (await member.get('finalisation')).path === 'termine')
}

const twice = (password: string) => ({ password, passwordConfirmation: password })

/** Nothing of them, plain, as in JSON or a URL, or in base64. */
function noneIn(everything: string): void {
  assert.ok(found.size > 20)
  for (const secret of found)
    for (const form of [
      secret,
      encodeURIComponent(secret),
      Buffer.from(secret)
        .toString('base64')
        .replace(/.{0,3}=*$/, ''),
    ])
      assert.ok(!everything.includes(form), `'${secret}' is in it`)
}

/** What no HTTP client would send. */
async function raw(request: string): Promise<string> {
  const socket = connect(Number(new URL(service.origin).port), '127.0.0.1')
  socket.end(request)
  return text(socket)
}
