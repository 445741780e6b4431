import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import type { Fault } from '../../src/demo/faults.ts'
import { sampleMembers } from '../../src/demo/member-data/members.ts'
import { identityOf, leadsTo, PASSWORD, walkTo } from '../support/journey.ts'
import { openSiteOnRedis } from '../support/site.ts'
import { until } from '../support/until.ts'

let fault: Fault | undefined
const { redis, service } = await openSiteOnRedis({
  limits: { identity: { floorMs: 0, perIp: [[3, 900]] } },
  memberData: { faults: () => fault },
  environment: { CAPTCHA: 'off' },
})

async function atIdentity() {
  const file = service.enrol()
  const member = service.member()
  await walkTo(service, member, file, 'identite')
  return { file, member }
}

describe('when the insurer cannot be asked', () => {
  for (const [name, kind] of Object.entries<Fault>({
    'it answers 503': { status: 503, headers: { 'Retry-After': '30' } },
    'it answers a page': { status: 200, body: '<html>maintenance</html>' },
    'it cuts the connection': 'reset',
  }))
    test(`${name}: the page says that nothing was refused, and what was typed is kept`, async () => {
      const { file, member } = await atIdentity()
      fault = kind
      const page = await member.answer('identite', identityOf(file))
      fault = undefined
      assert.equal(page.status, 503)
      assert.ok(Number(page.headers.get('retry-after')) > 0)
      assert.match(page.html, /n.{1,5}ont pas été refusées/)
      assert.match(page.html, new RegExp(`value="${file.nationalId}"`))
      leadsTo('paiement', await member.answer('identite', identityOf(file)))
    })

  test('no outage costs an attempt', async () => {
    const { file, member } = await atIdentity()
    fault = { status: 503 }
    for (let attempt = 0; attempt < 5; attempt++)
      assert.equal((await member.answer('identite', identityOf(file))).status, 503)
    fault = undefined
    leadsTo('paiement', await member.answer('identite', identityOf(file)))
  })

  test('an activation that is refused once is accepted at the next try', async () => {
    const { file } = sampleMembers.find(({ busyOnce }) => busyOnce)!
    const member = service.member()
    await walkTo(service, member, file as Parameters<typeof walkTo>[2], 'mot-de-passe')
    const form = { password: PASSWORD, passwordConfirmation: PASSWORD }
    const page = await member.answer('mot-de-passe', form)
    assert.equal(page.status, 503)
    assert.doesNotMatch(page.html, new RegExp(PASSWORD))
    assert.match(page.html, /<title>Erreur : /)
    const notice = /<div class="app-notice" id="notice"[^>]*autofocus.*?<h1/s.exec(page.html)![0]
    assert.match(notice, /saisissez de nouveau votre mot de passe/)
    assert.match(notice, /أدخلوا كلمة المرور من جديد/)
    assert.doesNotMatch(notice, /toujours là/)
    leadsTo('termine', await member.answer('mot-de-passe', form))
  })
})

describe('when Redis cannot be reached', () => {
  test('every page says so within a second and a half, and nothing is taken for saved, nor what was typed lost (REL-R1)', async () => {
    const { file, member } = await atIdentity()
    await member.get('identite')
    const visitor = service.member()
    await visitor.post('')
    await visitor.get('conditions')
    redis.freeze()
    const startedAt = performance.now()
    const pages = await Promise.all([
      member.get('identite'),
      member.post('identite', identityOf(file)),
      visitor.post('conditions', { accepted: 'yes' }),
    ])
    const tookMs = performance.now() - startedAt
    redis.thaw()
    for (const page of pages) {
      assert.equal(page.status, 503)
      assert.ok(page.headers.get('retry-after'))
      assert.match(page.html, /Service momentanément indisponible|Le service est momentanément indisponible/)
      assert.match(page.html.replace(/<[^>]+>/g, ''), /Réessayez dans \d+ (seconde|minute)s?/)
    }
    // Without its session the page cannot be drawn: what was typed waits in a form that sends it again.
    const again = pages[1].html
    for (const [name, value] of Object.entries(identityOf(file)))
      assert.match(again, new RegExp(`<input type="hidden" name="${name}" value="${value}">`), name)
    assert.match(
      again,
      /<form id="again" method="post" action="\/mon_compte\/identite">\s*<input type="hidden" name="_token" value="[\w-]+">/,
    )
    assert.ok(tookMs < 5000, `${Math.round(tookMs)} ms`)
    await until('Redis is back', async () => (await member.get('identite')).status === 200)
    leadsTo('paiement', await member.answer('identite', identityOf(file)))
  })
})

describe('guessing', () => {
  test('is stopped by network address, across sessions, with the time it ends', async () => {
    const wrong = async () => {
      const { file, member } = await atIdentity()
      return member.answer('identite', { ...identityOf(file), nationalId: 'ZZ999999' })
    }
    for (let guess = 0; guess < 3; guess++) assert.equal((await wrong()).status, 422)
    const stopped = await wrong()
    assert.equal(stopped.status, 429)
    assert.ok(Number(stopped.headers.get('retry-after')) > 800)
    assert.match(stopped.html, /Réessayez dans .*, à partir de .*\d\d?\u00a0h\u00a0\d\d/)
  })
})
