import assert from 'node:assert/strict'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import type { Fault } from '../../src/demo/faults.ts'
import { startSmsGateway } from '../../src/demo/sms-gateway/sms-gateway.ts'
import { answersOf, codeSentTo, contactsOf, LAST, leadsTo, walk } from '../support/journey.ts'
import { type ServiceProcess, startProcess } from '../support/process.ts'
import { until } from '../support/until.ts'

const document = readFileSync(new URL('../../docs/sms-gateway.md', import.meta.url), 'utf8')
const example = JSON.parse(/```json\n(.*?)```/s.exec(document)![1]!)
const secret = 'k7-geheim-4f2a'
const folder = mkdtempSync(join(tmpdir(), 'gateway-'))
const file = join(folder, 'sms-gateway.json')

describe('the wizard with the gateway that docs/sms-gateway.md describes', () => {
  let gateway: Awaited<ReturnType<typeof startSmsGateway>>
  let service: ServiceProcess
  let fault: Fault | undefined
  let statuses: string[] = []
  before(async () => {
    gateway = await startSmsGateway({ secret, faults: () => fault, statuses: () => statuses })
    const url = gateway.url + new URL(example.url).pathname
    writeFileSync(file, JSON.stringify({ ...example, url }))
    service = await startProcess({
      environment: {
        LOG_LEVEL: 'info',
        ...{ SMS_GATEWAY: 'http', SMS_GATEWAY_FILE: file, SMS_GATEWAY_SECRET: secret },
        ...{ TWILIO_ACCOUNT_SID: '', TWILIO_AUTH_TOKEN: '', TWILIO_FROM: '' },
      },
    })
  })
  after(async () => {
    await service.stop()
    await gateway.close()
    rmSync(folder, { recursive: true })
  })

  const sentTo = async (to: string) =>
    to.includes('@') ? codeSentTo(service, to) : /\b\d{6}\b/.exec((await gateway.next(to)).text)![0]
  async function onPage(page: 'mobile' | typeof LAST, language = 'both') {
    const enrolled = service.enrol()
    const member = service.member()
    await member.get(`?lang=${language}`)
    await walk(member, answersOf(enrolled, sentTo), page)
    const { phone } = contactsOf(enrolled)
    return { member, phone, send: () => member.answer('mobile', { phone, phoneConfirmation: phone }) }
  }

  for (const language of ['both', 'fr', 'ar'])
    test(`sends the code and the notice of a whole journey through it (${language})`, async () => {
      const { phone } = await onPage(LAST, language)
      const { text, validSeconds, unicode } = gateway.texts.all.at(-1)!
      assert.match(text, / #\d{6}$/)
      assert.deepEqual([validSeconds, unicode], [600, language !== 'fr'])
      assert.match((await gateway.next(phone)).text, language === 'ar' ? /تفعيل/ : /activé/)
      assert.equal(service.farEnds.twilio.texts.all.length, 0)
    })

  test('says beside the field that the gateway refuses a number, then sends the code (REL-D5)', async () => {
    const { send, phone } = await onPage('mobile')
    fault = { status: 200, body: { status: 'rejected', error: { code: 102, text: phone } } }
    const refused = await send()
    assert.equal(refused.status, 422)
    assert.match(refused.html, /id="phone-error".*?Vérifiez-le/s)
    fault = undefined
    leadsTo('mobile-code', await send())
  })

  test('says that SMS are paused while the account is at fault, and not which gateway it is (REL-D6)', async () => {
    const { send } = await onPage('mobile')
    fault = { status: 401, body: { status: 'rejected', error: { code: 101 } } }
    const paused = await send()
    fault = undefined
    assert.equal(paused.status, 503)
    assert.match(paused.html, /envoi de codes par téléphone est suspendu/)
    assert.doesNotMatch(paused.html, /twilio|gateway/i)
    assert.match(await service.metrics(), /^wizard_alarm\{name="sms-gateway-account"\} 1$/m)
    leadsTo('mobile-code', await send())
    assert.match(await service.metrics(), /^wizard_alarm\{name="sms-gateway-account"\} 0$/m)
  })

  test('offers no other way, and takes no report of Twilio', async () => {
    const { member, send } = await onPage('mobile')
    leadsTo('mobile-code', await send())
    assert.doesNotMatch((await member.get('mobile-code')).html, /name="via" value="(voice|whatsapp)"/)
    const report = await fetch(`${service.origin}/mon_compte/webhooks/twilio`, {
      method: 'POST',
      body: new URLSearchParams({ MessageStatus: 'delivered' }),
      headers: { 'X-Twilio-Signature': 'x' },
    })
    assert.ok([403, 404].includes(report.status), `${report.status}`)
  })

  describe('hears from the gateway', () => {
    const delivered = async (fate: string) =>
      Number(
        new RegExp(`^wizard_deliveries_total\\{via="sms",fate="${fate}"\\} (\\d+)$`, 'm').exec(
          await service.metrics(),
        )?.[1] ?? 0,
      )
    /** The address for the report of the last code. */
    async function callback() {
      const { send, member } = await onPage('mobile')
      leadsTo('mobile-code', await send())
      return { url: String(gateway.texts.all.at(-1)!.fields['dlr_url']), member }
    }

    test('that a code reached nobody, and says so on the code page (REL-D5)', async t => {
      statuses = ['ENROUTE', 'UNDELIV', 'DELIVRD']
      t.after(() => {
        statuses = []
      })
      const before = await delivered('undelivered')
      const { member } = await callback()
      await until('the report', async () => (await delivered('undelivered')) === before + 1)
      assert.match((await member.get('mobile-code')).html, /pas pu être remis.{1,7}vérifiez le numéro/)
    })

    for (const [way, ask] of Object.entries({
      'the query': (url: string) => fetch(`${url}&status=DELIVRD`),
      'a form': (url: string) =>
        fetch(url, { method: 'POST', body: new URLSearchParams({ status: 'DELIVRD', x: '1' }) }),
      JSON: (url: string) =>
        fetch(url, { method: 'POST', body: '{"status":"DELIVRD"}', headers: { 'content-type': 'application/json' } }),
    }))
      test(`in ${way} that it arrived, which counts once`, async () => {
        const before = await delivered('delivered')
        const { url } = await callback()
        for (const _ of [1, 2]) assert.equal((await ask(url)).status, 200)
        assert.equal(await delivered('delivered'), before + 1)
      })

    test('nothing, without its ticket or with a forged one, in a HEAD, or by a status that the file lacks (REL-D5)', async () => {
      const before = [await delivered('delivered'), await delivered('undelivered'), await delivered('failed')]
      const { url } = await callback()
      const [address, ticket = ''] = url.split('?ticket=')
      for (const forged of [
        '',
        '?ticket=',
        '?ticket=x',
        `?ticket=${ticket.slice(0, -2)}AA`,
        `?ticket=${ticket}&ticket=x`,
      ])
        for (const status of ['DELIVRD', 'UNDELIV', 'REJECTD'])
          for (let n = 0; n < 6; n++) await fetch(`${address}${forged}${forged ? '&' : '?'}status=${status}`)
      assert.doesNotMatch(await service.metrics(), /^wizard_alarm\{name="sms-delivery"\} 1$/m)
      await fetch(`${url}&status=DELIVRD`, { method: 'HEAD' })
      await fetch(`${url}&status=ENROUTE`)
      const deep = `{"status":${'['.repeat(5000)}${']'.repeat(5000)}}`
      for (const body of ['{"status":', '{"status":{"toString":1}}', '{"status":null}', deep])
        assert.equal((await fetch(url, { method: 'POST', body })).status, 200, body.slice(0, 40))
      assert.deepEqual(
        [await delivered('delivered'), await delivered('undelivered'), await delivered('failed')],
        before,
      )
    })

    test('that five in a row were lost through no fault of the phones, which raises an alarm (REL-D5)', async () => {
      for (let n = 0; n < 5; n++) await fetch(`${(await callback()).url}&status=REJECTD`)
      assert.match(await service.metrics(), /^wizard_alarm\{name="sms-delivery"\} 1$/m)
    })
  })

  test('writes neither secret, number, text nor ticket into the log, though the gateway repeats them (L-3)', async t => {
    const { send, phone } = await onPage('mobile')
    leadsTo('mobile-code', await send())
    const { text, fields } = gateway.texts.all.at(-1)!
    await fetch(`${fields['dlr_url']}&status=DELIVRD&msisdn=${phone}`)
    const other = await onPage('mobile')
    const said = [secret, phone, other.phone, text].join(' ')
    fault = { status: 400, body: { status: said, error: { code: said, text: said } } }
    t.after(() => {
      fault = undefined
    })
    assert.equal((await other.send()).status, 503)
    await until('the lines', () => /"fault":"unknown"/.test(service.output.join('')))
    const lines = service.output.join('')
    assert.match(lines, /"delivery":"delivered"/)
    const ticket = String(fields['dlr_url']).split('ticket=')[1]!
    for (const hidden of [secret, phone.slice(1), other.phone.slice(1), text.slice(0, 20), ticket])
      assert.ok(!lines.includes(hidden), hidden)
  })
})
