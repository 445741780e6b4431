import type { Response } from 'express'
import type { Duration } from '../i18n/duration.ts'

/**
 * A time to come as copy tells it: how long until then, and after that the time of day. Many a phone's clock is wrong, and
 * ours is the same for all; how long is right on both.
 */
export interface Moment {
  in: Duration
  time: Date
}

/** From here on whole minutes are precise enough; what is told to the second would only look like a countdown. */
const BY_THE_SECOND = 120
/** What a page takes to be made and to arrive does not turn 10 minutes into 9. */
const ON_THE_WAY_SECONDS = 5

/** Until when something lasts, in seconds from now: the time of day is never later than that. */
export function until(seconds: number): Moment {
  return { in: { seconds: lasting(seconds) }, time: inSeconds(seconds) }
}

/** From when on something may be tried, in seconds from now: neither is too early, rounded to what pages show (ID-9). */
export function from(seconds: number): Moment {
  const shown = seconds <= BY_THE_SECOND ? Math.ceil(seconds) : Math.ceil(seconds / 60) * 60
  return { in: { seconds: shown }, time: new Date(Math.ceil(inSeconds(seconds).getTime() / 60_000) * 60_000) }
}

/** From when on a limit lets the next one through: told in whole minutes, so that it tells nothing else (ID-9). */
export function fromMinute(seconds: number): Moment {
  return from(Math.ceil(seconds / 60) * 60)
}

/** Asks programs to come back when the page asks people to. */
export function retryAfter(res: Response, { in: { seconds } }: Moment): void {
  res.set('Retry-After', String(seconds))
}

/** When a code was sent that has so many seconds left of its lifetime, and until when it is good. */
export function sentAndValid(secondsLeft: number, lifetimeSeconds: number) {
  const ago = Math.max(1, lifetimeSeconds - secondsLeft)
  return { ago: { seconds: lasting(ago) }, sent: inSeconds(-ago), ...until(secondsLeft) }
}

function lasting(seconds: number): number {
  if (seconds < BY_THE_SECOND) return Math.max(0, Math.floor(seconds))
  return Math.floor((seconds + ON_THE_WAY_SECONDS) / 60) * 60
}

const inSeconds = (seconds: number): Date => new Date(Date.now() + seconds * 1000)
