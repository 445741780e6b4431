import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { codeSentTo, contactsOf, walkTo } from '../support/journey.ts'
import { type Service, startService } from '../support/service.ts'

let service: Service
before(async () => {
  service = await startService({ environment: { CAPTCHA: 'off' } })
})
after(() => service.stop())

/** The sentences of a page's main part, without marks. */
function sentencesOf(html: string): string {
  return html
    .match(/<main[\s\S]*?<\/main>/)![0]
    .replace(/<(template|noscript)[\s\S]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, '')
}

test('a member whose code is dead sees one thing: at what time another can be asked for', async () => {
  const file = service.enrol()
  const member = service.member()
  await walkTo(service, member, file, 'email-code')
  const code = await codeSentTo(service, contactsOf(file).email)
  const wrong = code === '000000' ? '111111' : '000000'
  for (let attempt = 0; attempt < 4; attempt++) await member.answer('email-code', { code: wrong })
  const locked = await member.answer('email-code', { code: wrong })
  const shown = /Trop d&#39;essais\. Réessayez dans [^,]*, à (\d\d?)\u00a0h\u00a0(\d\d)\./.exec(
    sentencesOf(locked.html),
  )
  const [, hour = '', minute = ''] = shown ?? []
  for (const page of [locked, await member.get('email-code')]) {
    const said = sentencesOf(page.html)
    assert.match(said, /Aucun code n&#39;est valable en ce moment\.[\s\S]*Vous pourrez demander un nouveau code dans /)
    assert.match(said, /لا يوجد رمز صالح حاليا\.[\s\S]*يمكنكم طلب رمز جديد بعد /)
    assert.equal(said.match(/Vous pourrez demander un nouveau code|يمكنكم طلب رمز جديد/g)?.length, 2, 'once in each')
    assert.doesNotMatch(said, /saisir le code reçu|وإدخال الرمز|Demandez-en un nouveau|اطلبوا رمزا جديدا/)
    assert.deepEqual(
      [...new Set(said.match(/\d\d?(?::|\u00a0h\u00a0)\d\d/g))],
      [`${hour}\u00a0h\u00a0${minute}`, `${hour}:${minute}`],
    )
  }
})
