import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { loadConfig } from '../../src/config/index.ts'
import { startServer } from '../../src/server/index.ts'
import { bare } from '../support/bare.ts'
import { freePort } from '../support/free-port.ts'
import { codeSentTo, leadsTo, walkTo } from '../support/journey.ts'
import { surroundings } from '../support/surroundings.ts'

const EMAIL = 'the-family@example.ma'
const PHONE = '+212612999001'
const MOST = 5

let around: Awaited<ReturnType<typeof surroundings>>
let server: Awaited<ReturnType<typeof startServer>>
let adminPort: number
before(async () => {
  adminPort = await freePort()
  around = await surroundings({ environment: { CAPTCHA: 'off' } })
  const ports = { PORT: String(around.ports[0]), ADMIN_PORT: String(adminPort) }
  server = await startServer(loadConfig({ ...around.environment, ...ports }))
})
after(async () => {
  await server.stop()
  await around.stop()
})

async function alarm() {
  const metrics = await (await fetch(`http://127.0.0.1:${adminPort}/metrics`)).text()
  return Number(/^wizard_alarm\{name="shared-contact"\} (\d)$/m.exec(metrics)?.[1] ?? 0)
}

const by = {
  email: { page: 'email', field: 'email', confirmation: 'emailConfirmation', typed: EMAIL },
  sms: { page: 'mobile', field: 'phone', confirmation: 'phoneConfirmation', typed: PHONE },
} as const

async function someone(page: 'email' | 'mobile') {
  const member = around.member()
  await walkTo(around, member, around.enrol(), page)
  return member
}

const sentTo = {
  email: () => around.farEnds.smtp.mails.all.filter(({ envelope }) => envelope.to.includes(EMAIL)).length,
  sms: () => around.farEnds.twilio.texts.all.filter(({ to }) => to === PHONE).length,
}

describe('one address or number for many members', () => {
  for (const channel of ['email', 'sms'] as const)
    test(`serves five of them by ${channel}; the sixth sees why, nothing is sent, and an alarm is raised (OTP-18)`, async () => {
      const { page, field, confirmation, typed } = by[channel]
      const form = { [field]: typed, [confirmation]: typed }
      for (let nth = 0; nth < MOST; nth++) {
        const member = await someone(page)
        leadsTo(`${page}-code`, await member.answer(page, form))
        const proof = await member.answer(`${page}-code`, { code: await codeSentTo(around, typed) })
        assert.equal(proof.status, 303)
      }
      assert.equal(await alarm(), channel === 'email' ? 0 : 1)
      const sent = sentTo[channel]()
      const sixth = await someone(page)
      const seventh = await someone(page)
      const refused = [await sixth.answer(page, form), await seventh.answer(page, form)]
      for (const { status, html } of refused) {
        assert.equal(status, 422)
        assert.match(html, /sert déjà à plusieurs comptes.{1,8}aucun code n.{1,5}y a été envoyé/)
        assert.match(html, /agence de la/)
        assert.match(html, new RegExp(`name="${field}" value="${typed.replace('+', '\\+')}"`))
      }
      assert.equal(bare(refused[0]!.html), bare(refused[1]!.html))
      assert.equal(sentTo[channel](), sent)
      assert.equal(await alarm(), 1)
      const other = channel === 'email' ? 'another@example.ma' : '+212612999002'
      leadsTo(`${page}-code`, await sixth.answer(page, { [field]: other, [confirmation]: other }))
    })
})
