import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import type { Page } from 'playwright-core'
import { missedBy } from '../../bench/pages/budgets.ts'
import { handOver } from '../support/hand-over.ts'
import { openSite } from '../support/site.ts'
import { visitTo } from '../support/visits.ts'
import { weigh } from '../support/weigh.ts'

const { service, browser } = await openSite()

describe('a page', { concurrency: true }, () => {
  for (const mode of ['fr', 'ar', 'both'] as const)
    describe(`in the mode ${mode}`, { concurrency: false }, () => {
      let returning: Page
      before(async () => {
        returning = await browser.newPage({ width: 360, mode })
        await weigh(returning, `${service.origin}/mon_compte`)
      })

      for (const path of ['', 'identite', 'email-code', 'mobile-code'] as const) {
        test(`/${path} costs a newcomer and one who returns no more than its budget`, async () => {
          const { url, cookies } = await visitTo(path, mode, service)
          const newcomer = await browser.newPage({ width: 360 })
          const { bytes: first, htmlAndCss, requests } = await weighFor(newcomer, url, cookies)
          const { bytes: later } = await weighFor(returning, url, cookies)
          const figures = { first, htmlAndCss, requests, later }
          assert.deepEqual(missedBy(figures, mode), [], JSON.stringify(figures))
        })
      }
    })
})

async function weighFor(page: Page, url: string, cookies: string) {
  await handOver(page.context(), url, cookies)
  return weigh(page, url)
}
