import type { Limits } from '../../config/limits.ts'
import type { KeyedHash } from '../../domain/keyed-hash.ts'
import type { Check, CodeLedger, CodeState, Fate, Issue, Via } from '../../ports.ts'
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
  const report = script<Via | ''>(client, 'report-delivery')
  const state = script<StateReply>(client, 'code-state', 'code-times')
  const mostSends = code.resendWaitsSeconds.length + 1

  return {
    async issue(slot, { destination, mac, dispatch }) {
      const keys = await slotKeys(client, hash, slot)
      const lives = [code.lifetimeSeconds, session.absoluteSeconds]
      const sending = [destination, mac, ...lives, dispatch?.id ?? '', dispatch?.via ?? '']
      const [kind, seconds] = await issue(keys, [...sending, ...code.resendWaitsSeconds])
      return kind === 'issued' ? { kind } : { kind, seconds }
    },

    async check(slot, macs) {
      return toCheck(await check(await slotKeys(client, hash, slot), [code.checks, mostSends, ...macs]))
    },

    async withdraw(slot, { mac }) {
      await withdraw(await slotKeys(client, hash, slot), [mac])
    },

    async report(slot, id, fate) {
      return (await report(await slotKeys(client, hash, slot), [id, fate])) || undefined
    },

    async state(slot) {
      return toState(await state(await slotKeys(client, hash, slot), [code.checks, mostSends]))
    },
  }
}

type StateReply = [liveSeconds: number, waitSeconds: number, sendsLeft: number, via: Via | '', fate: Fate | '']

function toState([liveSeconds, waitSeconds, sendsLeft, via, fate]: StateReply): CodeState {
  return { liveSeconds, waitSeconds, sendsLeft, ...(via && { delivery: { via, ...(fate && { fate }) } }) }
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
