import type { BrowserContext } from 'playwright-core'

/** Gives a browser the cookies of a member in place of its own, so that it opens what the member would see. */
export async function handOver(context: BrowserContext, url: string, cookies: string): Promise<void> {
  await context.clearCookies()
  const pairs = cookies.split('; ').map(pair => /^([^=]+)=(.*)$/.exec(pair))
  await context.addCookies(pairs.flatMap(pair => (pair ? [{ name: pair[1]!, value: pair[2]!, url }] : [])))
}
