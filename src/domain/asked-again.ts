import { setTimeout as sleep } from 'node:timers/promises'
import { Unavailable } from '../ports/index.ts'

/** Long enough for a reconnect, short enough for a member who waits for a page. */
const PAUSES_MS = [50, 100, 200, 400]

/** Repeats an idempotent question whose reply was lost: after each pause, and once more. Throws the last `Unavailable`. */
export async function askedAgain<Reply>(ask: () => Promise<Reply>, pausesMs = PAUSES_MS): Promise<Reply> {
  for (const pauseMs of pausesMs) {
    await sleep(pauseMs)
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error
    }
  }
  return ask()
}
