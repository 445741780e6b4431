import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { requestFor } from '../../src/adapters/carrier/http/request.ts'
import { SmsGatewayFile } from '../../src/config/sms-gateway/file.ts'

const fields = { to: '{toDigits}', body: '{text}', ttl: '{validitySeconds}', dlr: '{callback}', note: 'for {callback}' }
const file = { url: 'https://sms.example.ma/api', answers: [{ status: [200], means: 'sent' }] }
const notice = {
  ...{ to: '+212612345678', toDigits: '212612345678', text: 'a&b="c"', charset: undefined },
  ...{ validitySeconds: 600, validityMinutes: 10, callback: undefined, secret: 'a-secret' },
}
const request = (body: object) => requestFor(SmsGatewayFile.parse({ ...file, ...body }), notice)

describe('a message without an address for reports', () => {
  test('leaves out each field that would hold it, in JSON, with figures as figures', () => {
    const { data } = request({ json: { ...fields, urls: ['{callback}', '{text}'] } })
    assert.deepEqual(JSON.parse(data!), { to: '212612345678', body: 'a&b="c"', ttl: 600, urls: ['a&b="c"'] })
  })

  test('leaves them out of a form and of a query, and no text ends its field', () => {
    const sent = 'to=212612345678&body=a%26b%3D%22c%22&ttl=600'
    assert.equal(request({ form: fields }).data, sent)
    assert.equal(request({ method: 'GET', query: fields }).url, `${file.url}?${sent}`)
  })
})
