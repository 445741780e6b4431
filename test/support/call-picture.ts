import type { Page } from 'playwright-core'
import type { openBrowser } from './chromium.ts'
import { startConsoleService } from './console.ts'
import { handOver } from './hand-over.ts'
import { walkTo } from './journey.ts'
import { startRedis } from './redis.ts'
import { startService } from './service.ts'

const HEIGHT = 760

/** Pictures of a caller's phone and of the agent's screen in the same minute: a code that was mistyped. */
export async function callPictures(browser: Awaited<ReturnType<typeof openBrowser>>): Promise<[Buffer, Buffer]> {
  const redis = await startRedis()
  const service = await startService({ redisUrl: redis.url, environment: { CAPTCHA: 'off' } })
  const { LIVE_VIEW_KEYS } = service.environment
  const centre = await startConsoleService({
    redisUrl: redis.url,
    environment: { LIVE_VIEW_KEYS: LIVE_VIEW_KEYS! },
  })
  const member = service.member()
  await member.get('?lang=ar')
  await walkTo(service, member, service.enrol(), 'email-code')
  const caller = await browser.newPage({ width: 360, height: HEIGHT })
  await handOver(caller.context(), service.origin, member.cookies)
  await caller.goto(`${service.origin}/mon_compte/email-code`)
  await caller.locator('button[name="open"]').click()
  await caller.locator('.app-assistance').waitFor()
  const who = await centre.hire('amina')
  await who.signIn()
  await who.get('')
  await who.post('', { reference: (await caller.locator('.app-foot__reference').textContent())!, ground: 'call' })
  await caller.locator('[name="code"]').fill('000000')
  await caller.locator('[name="code"]').press('Enter')
  await caller.locator('.govuk-error-summary').waitFor()
  const agent = await browser.newPage({ width: 1100, height: 941 })
  await handOver(agent.context(), centre.origin, who.cookies)
  await agent.goto(`${centre.origin}/suivi`)
  await agent.locator('#preview iframe').contentFrame().locator('h1').waitFor()
  const pictures: [Buffer, Buffer] = [await pictureOf(caller), await pictureOf(agent)]
  await Promise.all([caller.context().close(), agent.context().close()])
  await centre.stop()
  await service.stop()
  await redis.stop()
  return pictures
}

const pictureOf = (page: Page) => page.screenshot()
