import type { Ground } from './ground.ts'

const START_PAGE = '/mon_compte'

/** Milliseconds from the start of a process to its first page, of so many starts; the caches of compiled code are there from one before. */
export async function firstPages(ground: Ground, starts: number): Promise<number[]> {
  const took: number[] = []
  for (let start = 0; start <= starts; start++) {
    const wizard = await ground.start(START_PAGE)
    took.push(wizard.server.coldStartMs)
    await wizard.stop()
  }
  return took.slice(1)
}
