/// <reference lib="dom" />
import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { openBrowser } from '../support/chromium.ts'
import { AGENT_PASSWORD, startConsoleService } from '../support/console.ts'
import { codeSentTo, contactsOf, identityOf, PASSWORD, paymentOf } from '../support/journey.ts'
import { startRedis } from '../support/redis.ts'
import { startService } from '../support/service.ts'

const PATIENCE = { timeout: 60_000 }
let statuses: string[] = []

const redis = await startRedis()
const service = await startService({
  redisUrl: redis.url,
  environment: { CAPTCHA: 'off' },
  limits: { code: { resendWaitsSeconds: [1, 1, 1, 1] } },
  twilio: { statuses: () => statuses },
})
const centre = await startConsoleService({
  redisUrl: redis.url,
  environment: { LIVE_VIEW_KEYS: service.environment['LIVE_VIEW_KEYS']! },
})
const browser = await openBrowser()
after(async () => {
  await browser.close()
  await centre.stop()
  await service.stop()
  await redis.stop()
})

describe('a caller and an agent, each at a browser', () => {
  test('go through an activation together, and the agent sees each step and nothing that was typed (AG-1, AG-2, AG-7)', async t => {
    const file = service.enrol()
    const { email, phone } = contactsOf(file)
    const typed: string[] = [PASSWORD, email, email.split('@')[0]!, phone, phone.slice(4)]
    const caller = await browser.newPage({ width: 360, mode: 'fr' })
    const agent = await browser.newPage({ width: 1280 })
    await signIn(agent)
    const slowest = { ms: 0, what: '' }

    await caller.goto(`${service.origin}/mon_compte`)
    await caller.locator('main form button').click()
    await caller.locator('#accepted').check()
    await send(caller, 'identite')
    await open(caller)
    await follow(agent, await referenceOn(caller))
    await sees(/Étape 2 sur 8/)

    const identity = identityOf(file)
    await caller.locator(`[name="identifierType"][value="${identity.identifierType}"]`).check()
    await fill(caller, identity)
    await send(caller, 'paiement')
    await sees(/Étape 3 sur 8/)
    await caller.getByText('Un agent suit votre page depuis').waitFor()

    await caller.locator('button[name="open"][value="no"]').click()
    await sees(/ne souhaite plus être suivi/)
    await fill(caller, paymentOf(file))
    await send(caller, 'email')
    assert.doesNotMatch(await seen(), /Étape/, 'nothing is seen of a page that the caller has closed')

    await open(caller)
    await agent.goto(centre.origin)
    await follow(agent, await referenceOn(caller))
    await sees(/Étape 4 sur 8/)
    await fill(caller, { email, emailConfirmation: email })
    await send(caller, 'email-code')
    await sees(/Code envoyé par e-mail/)

    const code = await codeSentTo(service, email)
    typed.push(code)
    const wrong = String((Number(code) + 1) % 1_000_000).padStart(6, '0')
    await fill(caller, { code: wrong })
    await submit(caller)
    await sees(/Code incorrect[\s\S]*4 essais|4 essais[\s\S]*Code incorrect/)
    for (let more = 0; more < 4; more++) {
      await fill(caller, { code: wrong })
      await submit(caller)
    }
    await sees(/le code est bloqué/)
    await caller.locator('#resend button').first().click()
    await sees(/Code envoyé par e-mail[\s\S]*bloqué/)
    typed.push(await codeSentTo(service, email))
    await fill(caller, { code: typed.at(-1)! })
    await send(caller, 'mobile')
    await sees(/Étape 6 sur 8[\s\S]*vérifié/)

    await caller.locator('.govuk-back-link').click()
    await sees(/revoit cette page/)
    await caller.goto(`${service.origin}/mon_compte/mobile`)
    await sees(/Étape 6 sur 8/)

    statuses = ['undelivered']
    await fill(caller, { phone, phoneConfirmation: phone })
    await send(caller, 'mobile-code')
    await sees(/Non remis/)
    statuses = ['delivered']
    await codeSentTo(service, phone)
    await caller.reload()
    await caller.locator('#resend button').first().click()
    await sees(/Remis par l'opérateur/)
    typed.push(await codeSentTo(service, phone))
    await fill(caller, { code: typed.at(-1)! })
    await send(caller, 'mot-de-passe')
    await sees(/Étape 8 sur 8/)
    await fill(caller, { password: PASSWORD, passwordConfirmation: PASSWORD })
    await send(caller, 'termine')
    await sees(/Votre compte est activé/)
    assert.ok(service.farEnds.memberData.accounts.find(email))
    t.diagnostic(`the slowest to be seen took ${Math.round(slowest.ms)} ms: ${slowest.what}`)

    /** The agent's screen says it, without a press of theirs. */
    async function sees(what: RegExp): Promise<void> {
      const from = performance.now()
      await agent.locator('#follow').filter({ hasText: what }).waitFor(PATIENCE)
      const ms = performance.now() - from
      if (ms > slowest.ms) Object.assign(slowest, { ms, what: `${what}` })
      const html = await agent.content()
      const words = [...typed, ...Object.values(identityOf(file)), ...Object.values(paymentOf(file))]
      for (const secret of words.filter(word => word.length > 3 && /\d|@/.test(word)))
        assert.ok(!html.includes(secret), `${what}: the agent sees “${secret}”`)
    }

    async function seen(): Promise<string> {
      return (await agent.locator('#follow').textContent()) ?? ''
    }
  })
})

async function signIn(agent: Page): Promise<void> {
  const { account, code } = await centre.hire('amina').then(who => ({ account: who.account, code: who.code() }))
  await agent.goto(centre.origin)
  await fill(agent, { name: account, password: AGENT_PASSWORD, code })
  await agent.locator('#sign-in button').click()
  await agent.locator('#reference').waitFor()
}

async function follow(agent: Page, reference: string): Promise<void> {
  await agent.locator('#reference').fill(reference)
  await agent.locator('main form button').first().click()
  await agent.waitForURL('**/suivi', PATIENCE)
}

async function open(caller: Page): Promise<void> {
  await caller.locator('button[name="open"][value="yes"]').click()
  await caller.getByText('Votre page est ouverte à un agent').waitFor(PATIENCE)
}

async function referenceOn(caller: Page): Promise<string> {
  return (await caller.locator('.app-foot__reference').textContent())!.replace(/[^\d]/g, '')
}

async function fill(page: Page, fields: Record<string, string>): Promise<void> {
  for (const [name, text] of Object.entries(fields))
    if (name !== 'identifierType') await page.locator(`[name="${name}"]`).fill(text)
}

async function submit(caller: Page): Promise<void> {
  const shown = caller.waitForResponse(response => response.request().method() === 'POST', PATIENCE)
  await caller.locator('#step button:not([name])').last().click()
  await shown
}

async function send(caller: Page, next: string): Promise<void> {
  await caller.locator('#step button:not([name])').last().click()
  await caller.waitForURL(new RegExp(`/mon_compte/${next}(\\?|$)`), PATIENCE)
}
