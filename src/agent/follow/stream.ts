import { setTimeout as sleep } from 'node:timers/promises'
import { unlessUnavailable } from '../../domain/unless-unavailable.ts'
import type { EventSink } from './events.ts'
import { SECTIONS, type Section, still } from './sections.ts'

/** What the stream shows now, or why there is nothing more to show. */
export type Look = { kind: 'sections'; sections: Record<Section, string> } | { kind: 'over'; html: string }

interface Stream {
  sink: EventSink
  /** Throws `Unavailable`. */
  look(): Promise<Look>
  /** Calls `changed` when the page may have changed; returns what ends that. */
  listen(changed: () => void): () => void
  hears(): boolean
  /** Whether the agent is still signed in. Throws `Unavailable`. */
  isSignedIn(): Promise<boolean>
  seconds: number
}

const REREAD_MS = 10_000
const REREAD_DEAF_MS = 2000
const COALESCE_MS = 50
const SIGNED_IN_MS = 30_000
const STALE_MS = 10_000

/**
 * Sends a page until it is over, the agent has left, or `seconds` have passed: each section that has changed, `beat` with the
 * time of the reading, and `stale` if there was none for `STALE_MS`. A slow reader gets the newest state only.
 */
export async function stream({ sink, look, listen, hears, isSignedIn, seconds }: Stream): Promise<void> {
  const { over } = sink
  const life = setTimeout(sink.end, seconds * 1000)
  const bell = createBell()
  const stop = listen(bell.ring)
  const shown = new Map<Section, string>()
  let [readAt, checkedAt] = [Date.now(), Date.now()]
  try {
    while (!over.aborted) {
      await sink.taken()
      const heard = await step().catch(unlessUnavailable)
      if (heard === 'over') break
      if (!heard && Date.now() - readAt > STALE_MS) sink.send('stale', String(readAt))
      await bell.rung(heard && hears() ? REREAD_MS : REREAD_DEAF_MS, over)
      await sleep(COALESCE_MS, undefined, { signal: over }).catch(() => {})
    }
  } finally {
    stop()
    clearTimeout(life)
    sink.end()
  }

  async function step(): Promise<'shown' | 'over'> {
    if (Date.now() - checkedAt > SIGNED_IN_MS) {
      if (!(await isSignedIn())) return says('signed-out')
      checkedAt = Date.now()
    }
    const found = await look()
    if (over.aborted) return 'over'
    if (found.kind === 'over') return says('over', found.html)
    readAt = Date.now()
    for (const name of SECTIONS) {
      const section = found.sections[name]
      if (shown.get(name) === still(section)) continue
      shown.set(name, still(section))
      sink.send(name, section)
    }
    sink.send('beat', String(readAt))
    return 'shown'
  }

  function says(event: string, data?: string): 'over' {
    sink.send(event, data)
    return 'over'
  }
}

/** Wakes whoever waits, also if it rang before they did. */
function createBell() {
  let { promise, resolve } = Promise.withResolvers<void>()
  return {
    ring: () => resolve(),
    async rung(patienceMs: number, signal: AbortSignal): Promise<void> {
      const end = new AbortController()
      await Promise.race([
        promise,
        sleep(patienceMs, undefined, { signal: AbortSignal.any([signal, end.signal]) }).catch(() => {}),
      ])
      end.abort()
      ;({ promise, resolve } = Promise.withResolvers<void>())
    },
  }
}
