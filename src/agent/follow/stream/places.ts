import type { AssistanceLimits } from '../../../config/limits/assistance.ts'
import type { EventSink } from './events.ts'

/** The open streams of this console: so many per agent, and so many in all. */
export function createStreamPlaces({ perAgent, total }: AssistanceLimits['streams']) {
  const open = new Map<EventSink, string>()
  const of = (agent: string) => [...open].filter(([, whose]) => whose === agent).map(([sink]) => sink)

  return {
    hasRoom: (agent: string): boolean => open.size < total && of(agent).length < perAgent,

    add(agent: string, sink: EventSink): void {
      open.set(sink, agent)
      sink.over.addEventListener('abort', () => open.delete(sink))
    },

    end(agent: string): void {
      for (const sink of of(agent)) end(sink, 'left')
    },

    /** Ends all, so that a stop waits for none of them: browsers connect again, to whichever console is there. */
    endAll(): void {
      for (const sink of open.keys()) end(sink, 'bye')
    },
  }
}

export type StreamPlaces = ReturnType<typeof createStreamPlaces>

function end(sink: EventSink, last: string): void {
  sink.send({ [last]: '' })
  sink.end()
}
