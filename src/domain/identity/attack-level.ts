import type { Limits } from '../../config/limits/index.ts'
import type { Bucket, Limiter } from '../../ports/index.ts'
import { roughNetwork } from '../networks/network.ts'
import { takeRunSettle } from '../take-run-settle.ts'

const ALERT_SECONDS = 900
/** More networks are stored than the alarm needs, since some expire while others arrive. */
const NETWORKS_KEPT = 10

export interface AttackLevel {
  /** Counts a wrong guess made behind a passed captcha. Throws `Unavailable`. */
  failed(ip: string | undefined): Promise<void>
  costFactor(): 1 | 4 | 16
  underAttack(): boolean
}

/** Counts guesses across all instances (ID-7); a single network raises no level, since its own limits stop it. */
export function createAttackLevel(
  limiter: Limiter,
  { raised, attack, networks }: Limits['identity']['alarm'],
  alarm: (name: 'guessing' | 'attack', on: boolean) => void,
  now: () => number = () => performance.now(),
): AttackLevel {
  let latest = { failures: 0, at: now() }
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
      await takeRunSettle(limiter, [sites, all], async ({ used }) => update(used), alreadyCounted)
    },
    costFactor() {
      const failures = current()
      if (failures > attack) return 16
      return failures > raised ? 4 : 1
    },
    underAttack: () => current() > attack,
  }

  function update([sites = [], all = []]: readonly (readonly number[])[]): void {
    const failures = (sites[0] ?? 0) >= networks ? (all[0] ?? 0) : 0
    latest = { failures, at: now() }
    alarm('guessing', failures > raised)
    alarm('attack', failures > attack)
  }

  function current(): number {
    return now() - latest.at < ALERT_SECONDS * 1000 ? latest.failures : 0
  }
}

const alreadyCounted = () => undefined
