import { type Challenge, solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2'

/** In the worker: answers each puzzle with the payload that the server takes, or with nothing. */
export function solveForPage(): void {
  addEventListener('message', async ({ data: challenge }: MessageEvent<Challenge>) => {
    const solution = await solveChallenge({ challenge, deriveKey }).catch(() => null)
    postMessage(solution && btoa(JSON.stringify({ challenge, solution })))
  })
}

export interface Proof {
  payload: string
  /** Milliseconds since 1970. */
  expiresAt: number
}

/** On the page: fetches a puzzle and has it solved beside the page's own work. Rejects when either fails. */
export async function prove(challengeUrl: string): Promise<Proof> {
  const response = await fetch(challengeUrl, { credentials: 'same-origin', headers: { Accept: 'application/json' } })
  const challenge = (await response.json()) as Challenge
  const payload = await solved(challenge)
  return { payload, expiresAt: Number(challenge.parameters.expiresAt) * 1000 }
}

function solved(challenge: Challenge): Promise<string> {
  const worker = new Worker(document.querySelector<HTMLScriptElement>('script[type="module"]')!.src)
  return new Promise<string>((resolve, reject) => {
    worker.onmessage = ({ data }) => (data ? resolve(data) : reject(new Error('unsolved')))
    worker.onerror = reject
    worker.postMessage(challenge)
  }).finally(() => worker.terminate())
}
