import type { Limits } from '../../config/limits.ts'
import type { KeyedHash } from '../../domain/keyed-hash.ts'
import type { Check, CodeLedger, Issue } from '../../ports.ts'
import type { RedisClient } from './client.ts'
import { script } from './script.ts'
import { slotKeys } from './slot-keys.ts'

/** Codes in Redis: one script a method (OTP-5), every time a key's own life (REL-R7). `hash` names the keys. Throws `Unavailable`. */
export function redisCodeLedger(
  client: RedisClient,
  hash: KeyedHash,
  { code, session }: Pick<Limits, 'code' | 'session'>,
): CodeLedger {
  const issue = script<[Issue['kind'], number]>(client, 'issue-code', 'code-times')
  const check = script<CheckReply>(client, 'check-code', 'code-times')
  const withdraw = script<null>(client, 'withdraw-code')
  const state = script<[number, number, number]>(client, 'code-state', 'code-times')
  const mostSends = code.resendWaitsSeconds.length + 1

  return {
    async issue(slot, { destination, mac }) {
      const keys = await slotKeys(client, hash, slot)
      const times = [code.lifetimeSeconds, session.absoluteSeconds, ...code.resendWaitsSeconds]
      const [kind, seconds] = await issue(keys, [destination, mac, ...times])
      return kind === 'issued' ? { kind } : { kind, seconds }
    },

    async check(slot, macs) {
      return toCheck(await check(await slotKeys(client, hash, slot), [code.checks, mostSends, ...macs]))
    },

    async withdraw(slot, { mac }) {
      await withdraw(await slotKeys(client, hash, slot), [mac])
    },

    async state(slot) {
      const reply = await state(await slotKeys(client, hash, slot), [code.checks, mostSends])
      const [liveSeconds, waitSeconds, sendsLeft] = reply
      return { liveSeconds, waitSeconds, sendsLeft }
    },
  }
}

type CheckReply = [kind: Check['kind'], number: number, judged?: 1]

function toCheck([kind, number, judged]: CheckReply): Check {
  switch (kind) {
    case 'wrong':
    case 'replaced':
      return { kind, left: number }
    case 'locked':
      return { kind, seconds: number, ...(judged && { judged: true as const }) }
    default:
      return { kind }
  }
}
