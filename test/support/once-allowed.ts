import type { Page } from './member.ts'
import { until } from './until.ts'

/** The answer to a form that may have to wait for the code before (OTP-10): it is sent again until the wait is over. */
export async function onceAllowed(send: () => Promise<Page>): Promise<Page> {
  let page: Page | undefined
  await until('the wait for another code is over', async () => {
    page = await send()
    return page.status !== 429
  })
  return page!
}
