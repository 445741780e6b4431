import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { Limits } from '../../src/config/limits/index.ts'
import { translators } from '../../src/i18n/index.ts'
import { codeSms } from '../../src/i18n/messages/code-sms.ts'
import { smsText } from '../../src/i18n/messages/sms.ts'
import { MODES, type Mode } from '../../src/ports/index.ts'
import { openBrowser } from '../support/chromium.ts'
import { brokenRuns, DIRECTIONS, runsOf } from '../support/drawn-lines.ts'
import { INSURERS, readOrganisation } from '../unit/organisation.ts'

let browser: Awaited<ReturnType<typeof openBrowser>>
let page: Page
before(async () => {
  browser = await openBrowser()
  page = await browser.newPage({ width: 1280 })
})
after(() => browser.close())

for (const name of INSURERS)
  for (const mode of MODES)
    describe(`the figures of an SMS of ${name} in ${mode}`, () => {
      for (const direction of DIRECTIONS)
        test(`are drawn in reading order beside their words on a phone that lays out by ${direction}`, async () => {
          for (const text of await texts(name, mode)) {
            assert.ok(runsOf(text).length > 0, text)
            assert.deepEqual(await brokenRuns(page, text, direction), [])
          }
        })
    })

/** A code on hosts of so many characters, which brings up every wording, and the notice of an activation. */
const HOSTS = [9, 16, 20, 22, 24, 32, 45, 60, 80]

async function texts(name: string, mode: Mode): Promise<string[]> {
  const organisation = readOrganisation(name)
  const translate = await translators(organisation, false)
  const code = (length: number) => {
    const PUBLIC_URL = { hostname: `www.${'x'.repeat(length - 7)}.ma` }
    return codeSms({ organisation, limits: Limits.parse({}), PUBLIC_URL, SMS_SEGMENTS: 2 }, translate)(mode, '012345')
  }
  const { callCentre } = organisation
  const abroad = { ...organisation, callCentre: { ...callCentre, shown: '+212 5 38 00 20 20' } }
  const activated = { sender: organisation.shortName, date: '22/11/2026' }
  const notices = [translate, await translators(abroad, false)].map(translate =>
    smsText(translate, mode, 'activated', activated, { most: 2 }),
  )
  return [...HOSTS.map(code), ...notices]
}
