import { setTimeout as sleep } from 'node:timers/promises'

/** Long enough for a reconnect; after that the take has lapsed by itself. */
const PAUSES_MS = [0, 100, 200, 400, 800, 1600, 3200]

/** For the `catch` of a call whose reply was lost: retries `undo` in the background and rethrows. */
export function inBackground(undo: () => Promise<unknown>): (error: unknown) => never {
  return error => {
    void persistently(undo)
    throw error
  }
}

async function persistently(undo: () => Promise<unknown>): Promise<void> {
  for (const pauseMs of PAUSES_MS) {
    await sleep(pauseMs, undefined, { ref: false })
    const done = await undo().then(
      () => true,
      () => false,
    )
    if (done) return
  }
}
