import { setTimeout as sleep } from 'node:timers/promises'
import { unlessUnavailable } from '../../../ports/index.ts'
import type { Look } from '../screen/sections.ts'
import type { EventSink } from './events.ts'
import { createSignal } from './signal.ts'

interface Stream {
  sink: EventSink
  /** What has changed since the last look. Throws `Unavailable`. */
  look(): Promise<Look>
  /** Calls `changed` when the page may have changed; returns what ends that. */
  listen(changed: () => void): () => void
  hears(): boolean
  /** Throws `Unavailable`. */
  isSignedIn(): Promise<boolean>
  seconds: number
  pace?: typeof PACE
}

export const PACE = {
  /** The page is read again after so long, whatever was heard. */
  rereadMs: 10_000,
  /** While changes are not heard, or could not be read. */
  deafMs: 2000,
  /** Changes that come together are sent together. */
  togetherMs: 50,
  signedInMs: 30_000,
  staleMs: 10_000,
}

/** Sends what changes, and `beat`, until the page is over, the agent has left, or `seconds` have passed; `stale` if nothing was read for
 * `staleMs`. A slow reader gets the newest state only. */
export async function stream({ sink, look, listen, hears, isSignedIn, seconds, pace = PACE }: Stream): Promise<void> {
  const { over } = sink
  const life = setTimeout(sink.end, seconds * 1000)
  const signal = createSignal()
  const stop = listen(signal.give)
  over.addEventListener('abort', signal.give)
  let [readAt, checkedAt] = [Date.now(), Date.now()]
  try {
    while (!over.aborted) {
      await sink.taken()
      const done = await step().catch(unlessUnavailable)
      if (done === 'over') break
      if (!done && Date.now() - readAt > pace.staleMs) sink.send({ stale: String(readAt) })
      await signal.wait(done && hears() ? pace.rereadMs : pace.deafMs)
      await sleep(pace.togetherMs)
    }
  } finally {
    stop()
    clearTimeout(life)
    sink.end()
  }

  async function step(): Promise<'shown' | 'over'> {
    if (Date.now() - checkedAt > pace.signedInMs) {
      if (!(await isSignedIn())) return says('signed-out')
      checkedAt = Date.now()
    }
    const found = await look()
    if (over.aborted) return 'over'
    if (found.kind === 'over') return says('over', found.html)
    readAt = Date.now()
    sink.send({ ...found.sections, beat: String(readAt) })
    return 'shown'
  }

  function says(event: string, data = ''): 'over' {
    sink.send({ [event]: data })
    return 'over'
  }
}
