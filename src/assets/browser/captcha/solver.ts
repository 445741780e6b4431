import { type Challenge, solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2'

/** In the worker: answers each puzzle with the payload that the server takes, or with nothing. */
export function solveForPage(): void {
  addEventListener('message', async ({ data: challenge }: MessageEvent<Challenge>) => {
    const solution = await solveChallenge({ challenge, deriveKey }).catch(() => null)
    postMessage(solution && btoa(JSON.stringify({ challenge, solution })))
  })
}

export type Puzzle = Challenge

export interface Proof {
  payload: string
  /** When its puzzle was asked for, in milliseconds since the page came. */
  askedAt: number
}

/** On the page: has the worker solve a puzzle. Rejects if it cannot be solved. */
export async function prove(puzzle: Challenge, askedAt: number): Promise<Proof> {
  return { payload: await solved(puzzle), askedAt }
}

/** Fetches another puzzle, since the page's own is old or spent. */
export async function fetchPuzzle(url: string): Promise<Challenge> {
  const response = await fetch(url, { credentials: 'same-origin', headers: { Accept: 'application/json' } })
  return response.json()
}

function solved(challenge: Challenge): Promise<string> {
  const worker = new Worker(document.querySelector<HTMLScriptElement>('script[type="module"]')!.src)
  return new Promise<string>((resolve, reject) => {
    worker.onmessage = ({ data }) => (data ? resolve(data) : reject(new Error('unsolved')))
    worker.onerror = reject
    worker.postMessage(challenge)
  }).finally(() => worker.terminate())
}
