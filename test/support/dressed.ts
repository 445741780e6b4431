/// <reference lib="dom" />
import type { Page } from 'playwright-core'
import { scriptWords } from '../../src/assets/build/words.ts'

const WORDS = await scriptWords()

/** Opens what is folded on the page that is shown. */
export const unfold = (page: Page) =>
  page.evaluate(() => {
    for (const details of document.querySelectorAll('details')) details.open = true
  })

/** Brings out what a page shows only at times: the warning before its end, the captcha's box and its question, words for moments to come. */
export async function bringOut(page: Page): Promise<void> {
  await unfold(page)
  await page.evaluate(words => {
    for (const hidden of document.querySelectorAll<HTMLElement>('main [hidden]:not(input), #expiry'))
      hidden.hidden = false
    document.querySelector('#question')?.classList.remove('app-captcha__instead')
    const said = words[document.documentElement.dataset['mode'] as keyof typeof words]
    const [expiry, captcha] = [document.querySelector('#expiry [data-here]'), document.querySelector('#captcha-state')]
    if (expiry) expiry.innerHTML = said['warning']!
    if (captcha) captcha.innerHTML = said['failed']!
  }, WORDS)
}
