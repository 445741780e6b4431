import { once } from 'node:events'
import type { Response } from 'express'

const RETRY_MS = 2000

export interface EventSink {
  /** Sends events by their names, in one piece; data may have several lines. */
  send(events: Readonly<Record<string, string>>): void
  /** Resolves once a slow reader has taken what was sent, or the connection is over. */
  taken(): Promise<unknown>
  end(): void
  over: AbortSignal
}

/** Answers with server-sent events (WHATWG HTML, 9.2), which no proxy may hold back. */
export function eventSink(res: Response): EventSink {
  const over = new AbortController()
  res.once('close', () => over.abort())
  res.set({ 'Content-Type': 'text/event-stream; charset=utf-8', 'X-Accel-Buffering': 'no' }).flushHeaders()
  res.write(`retry: ${RETRY_MS}\n\n`)
  return {
    send(events) {
      const texts = Object.entries(events).map(
        ([name, data]) => `event: ${name}\ndata: ${data.replaceAll('\n', '\ndata: ')}\n\n`,
      )
      if (!over.signal.aborted) res.write(texts.join(''))
    },
    async taken() {
      if (res.writableNeedDrain) await once(res, 'drain', { signal: over.signal }).catch(() => {})
    },
    end() {
      if (!res.writableEnded) res.end()
      over.abort()
    },
    over: over.signal,
  }
}
