import { setTimeout as sleep } from 'node:timers/promises'

/** Until a connection that broke is there again; what was taken has lapsed by itself after that. */
const PAUSES_MS = [0, 100, 200, 400, 800, 1600, 3200]

/**
 * For the `catch` of a call whose reply was lost: undoes what it may have done, again and again until Redis has it, while
 * nobody waits for that; and throws the error on.
 */
export function inBackground(undo: () => Promise<unknown>): (error: unknown) => never {
  return error => {
    void persistently(undo)
    throw error
  }
}

async function persistently(undo: () => Promise<unknown>): Promise<void> {
  for (const pause of PAUSES_MS) {
    await sleep(pause, undefined, { ref: false })
    const done = await undo().then(
      () => true,
      () => false,
    )
    if (done) return
  }
}
