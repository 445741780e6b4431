/// <reference lib="dom" />
import type { Page } from 'playwright-core'

/** Opens what is folded on the page that is shown. */
export const unfold = (page: Page) =>
  page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true
  })

/** Brings out what a page shows only at times: the warning before its end, the captcha's box and its question, words for moments to come. */
export async function bringOut(page: Page): Promise<void> {
  await unfold(page)
  await page.evaluate(() => {
    for (const hidden of document.querySelectorAll<HTMLElement>('main [hidden]:not(input), #expiry'))
      hidden.hidden = false
    document.querySelector('#question')?.classList.remove('app-captcha__instead')
    const say = (root: Element, name: string, place: Element | null) => {
      const words = root.querySelector<HTMLTemplateElement>(`template[data-say="${name}"]`)
      if (words) place?.replaceChildren(words.content.cloneNode(true))
    }
    const [expiry, captcha] = [document.querySelector('#expiry'), document.querySelector('.app-captcha')]
    if (expiry) say(expiry, 'warning', expiry.querySelector('[data-here]'))
    if (captcha) say(captcha, 'failed', captcha.querySelector('#captcha-state'))
  })
}
