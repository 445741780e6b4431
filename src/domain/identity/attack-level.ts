import type { Limits } from '../../config/limits/index.ts'
import type { Bucket, Limiter } from '../../ports/index.ts'
import { roughNetwork } from '../networks/network.ts'
import { takeRunSettle } from '../take-run-settle.ts'

const ALERT_SECONDS = 900
/** So many times the networks that it takes are remembered, so that some may lapse while others come. */
const NETWORKS_KEPT = 10

/** How much guessing the service as a whole sees (ID-7). */
export interface AttackLevel {
  /** One guess was judged, behind a passed captcha, and was wrong. Throws `Unavailable`. */
  failed(ip: string | undefined): Promise<void>
  /** By how much puzzles are harder now. */
  costFactor(): 1 | 4 | 16
  /** Whether submits are to be rare as well. */
  underAttack(): boolean
}

/**
 * Counts wrong guesses of 15 minutes, all instances together, and the sites that they came from (/24, /48): one site alone
 * makes nothing dearer for others, its own limits hold it. `alarm` hears each change. What an instance has heard is forgotten
 * when no failure came for as long as failures count.
 */
export function attackLevel(
  limiter: Limiter,
  { raised, attack, networks }: Limits['identity']['alarm'],
  alarm: (name: 'guessing' | 'attack', on: boolean) => void,
  now: () => number = () => performance.now(),
): AttackLevel {
  let heard = { failures: 0, at: now() }
  return {
    async failed(ip) {
      const sites: Bucket = {
        key: 'guess:sites',
        windows: [[networks * NETWORKS_KEPT, ALERT_SECONDS]],
        item: roughNetwork(ip),
        soft: true,
        firm: true,
      }
      const all: Bucket = { key: 'guess:all', windows: [[attack + 1, ALERT_SECONDS]], soft: true, firm: true }
      await takeRunSettle(limiter, [sites, all], async ({ used }) => hear(used), alreadyCounted)
    },
    costFactor() {
      const failures = current()
      if (failures > attack) return 16
      return failures > raised ? 4 : 1
    },
    underAttack: () => current() > attack,
  }

  function hear([sites = [], all = []]: readonly (readonly number[])[]): void {
    const failures = (sites[0] ?? 0) >= networks ? (all[0] ?? 0) : 0
    heard = { failures, at: now() }
    alarm('guessing', failures > raised)
    alarm('attack', failures > attack)
  }

  function current(): number {
    return now() - heard.at < ALERT_SECONDS * 1000 ? heard.failures : 0
  }
}

const alreadyCounted = () => undefined
