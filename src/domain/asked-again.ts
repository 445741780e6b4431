import { setTimeout as sleep } from 'node:timers/promises'
import { Unavailable } from '../ports/index.ts'

/** Until a connection that broke is there again; short enough for whoever waits for a page. */
const PAUSES_MS = [50, 100, 200, 400]

/**
 * Asks what may be asked any number of times, where a reply was just lost, until there is one: once more after each pause.
 * Throws the last `Unavailable`.
 */
export async function askedAgain<Reply>(ask: () => Promise<Reply>, pausesMs = PAUSES_MS): Promise<Reply> {
  for (const pause of pausesMs) {
    await sleep(pause)
    try {
      return await ask()
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error
    }
  }
  return ask()
}
