import type { Response } from 'express'
import type { Duration } from '../i18n/duration.ts'

/** A future time: a duration, which is right even on a phone with a wrong clock, then a time of day. */
export interface Moment {
  in: Duration
  time: Date
}

/** Up to here waits are shown in seconds; longer ones in whole minutes, so that they do not look like a countdown. */
const BY_THE_SECOND = 120
/** The time a page takes to arrive; without it 10 minutes would show as 9. */
const ON_THE_WAY_SECONDS = 5

/** When something ends, in seconds from now. Rounds down: never shown too late. */
export function until(seconds: number): Moment {
  return { in: { seconds: lasting(seconds) }, time: inSeconds(seconds) }
}

/** When something may be tried again, in seconds from now. Rounds up: never shown too early (ID-9). */
export function from(seconds: number): Moment {
  const shown = seconds <= BY_THE_SECOND ? Math.ceil(seconds) : Math.ceil(seconds / 60) * 60
  return { in: { seconds: shown }, time: new Date(Math.ceil(inSeconds(seconds).getTime() / 60_000) * 60_000) }
}

/** When a limit admits the next attempt, in whole minutes, so that the seconds reveal nothing else (ID-9). */
export function fromMinute(seconds: number): Moment {
  return from(Math.ceil(seconds / 60) * 60)
}

export function retryAfter(res: Response, { in: { seconds } }: Moment): void {
  res.set('Retry-After', String(seconds))
}

export function sentAndValid(agoSeconds: number, secondsLeft: number) {
  const ago = Math.max(1, agoSeconds)
  return { ago: { seconds: lasting(ago) }, sent: inSeconds(-ago), ...until(secondsLeft) }
}

function lasting(seconds: number): number {
  if (seconds < BY_THE_SECOND) return Math.max(0, Math.floor(seconds))
  return Math.floor((seconds + ON_THE_WAY_SECONDS) / 60) * 60
}

const inSeconds = (seconds: number): Date => new Date(Date.now() + seconds * 1000)
