import type { Limits } from '../config/limits.ts'

export const ALERT_SECONDS = 900

/** How much guessing the service as a whole sees (ID-7). */
export interface GuessAlert {
  /** Failures in the last 15 minutes, all instances together, as the last guess found them. */
  hear(failures: number): void
  /** By how much puzzles are harder now. */
  costFactor(): 1 | 4 | 16
  /** Whether submits are to be rare as well. */
  underAttack(): boolean
}

/** `alarm` hears each change. What was heard is forgotten when no guess came for as long as failures count. */
export function guessAlert(
  { raised, attack }: Limits['identity']['alarm'],
  alarm: (name: 'guessing' | 'attack', on: boolean) => void,
  now: () => number = () => performance.now(),
): GuessAlert {
  let heard = { failures: 0, at: now() }
  return {
    hear(failures) {
      heard = { failures, at: now() }
      alarm('guessing', failures > raised)
      alarm('attack', failures > attack)
    },
    costFactor() {
      const failures = current()
      if (failures > attack) return 16
      return failures > raised ? 4 : 1
    },
    underAttack: () => current() > attack,
  }

  function current(): number {
    return now() - heard.at < ALERT_SECONDS * 1000 ? heard.failures : 0
  }
}
