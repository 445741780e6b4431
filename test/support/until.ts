import { setTimeout as sleep } from 'node:timers/promises'

/** Resolves when `holds` does, asked every 50 ms; throws with `what` when that takes longer than `withinMs`. */
export async function until(what: string, holds: () => boolean | Promise<boolean>, withinMs = 60_000): Promise<void> {
  const end = Date.now() + withinMs
  while (!(await holds())) {
    if (Date.now() > end) throw new Error(`after ${withinMs} ms still not: ${what}`)
    await sleep(50)
  }
}
