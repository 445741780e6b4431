import { solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import type { Answer, Browser } from './browser.ts'

/** Solves the puzzle of a page, as the page's script does. Checkouts before November 2026 had it at an address of its own. */
export async function solvedPuzzle({ body, path }: Answer, browser: Browser): Promise<{ altcha: string }> {
  const inPage = /data-puzzle="([^"]+)"/.exec(body)?.[1]?.replaceAll('&quot;', '"')
  const challenge = JSON.parse(inPage ?? (await browser.get(`captcha?page=${path}`)).body)
  const solution = await solveChallenge({ challenge, deriveKey })
  return { altcha: Buffer.from(JSON.stringify({ challenge, solution })).toString('base64') }
}
