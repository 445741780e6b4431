import assert from 'node:assert/strict'
import { test } from 'node:test'
import type { Fault } from '../../src/demo/faults.ts'
import { handOver } from '../support/hand-over.ts'
import { leadsTo, PASSWORD, walkTo } from '../support/journey.ts'
import { openSite } from '../support/site.ts'

/** What the insurer answers to activations. */
let fault: Fault | undefined
const faults = ({ method }: { method: string }) => (method === 'PUT' ? fault : undefined)
const limits = { outbox: { activationWaitsSeconds: [1, 1, 1] } }
const { service, browser } = await openSite({ environment: { CAPTCHA: 'off' }, limits, memberData: { faults } })

test('a page that waits for an activation leads on by itself, and leaves the reader in peace until then', async () => {
  const member = service.member()
  await walkTo(service, member, service.enrol(), 'mot-de-passe')
  await member.get('mot-de-passe')
  fault = { status: 500 }
  leadsTo('finalisation', await member.post('mot-de-passe', { password: PASSWORD, passwordConfirmation: PASSWORD }))
  const page = await browser.newPage({ width: 360, mode: 'both' })
  await handOver(page.context(), service.origin, member.cookies)
  await page.goto(`${service.origin}/mon_compte/finalisation`)
  await page.getByRole('link', { name: 'Actualiser' }).focus()
  await page.waitForResponse(response => response.url().endsWith('/finalisation'))
  assert.match((await page.locator(':focus').textContent()) ?? '', /Actualiser/)
  fault = undefined
  await page.waitForURL('**/mon_compte/termine')
  await page.getByRole('heading', { name: 'Votre compte est activé' }).waitFor()
})
