import { solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import type { Browser } from './browser.ts'

/** Fetches the puzzle of a page and solves it, as the page's script does. */
export async function solvedPuzzle(browser: Browser, path: string): Promise<{ altcha: string }> {
  const { body } = await browser.get(`captcha?page=${path}`)
  const challenge = JSON.parse(body)
  const solution = await solveChallenge({ challenge, deriveKey })
  return { altcha: Buffer.from(JSON.stringify({ challenge, solution })).toString('base64') }
}
