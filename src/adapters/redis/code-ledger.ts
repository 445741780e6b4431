import type { Limits } from '../../config/limits/index.ts'
import type { KeyedHash } from '../../domain/crypto/keyed-hash.ts'
import { randomToken } from '../../domain/crypto/random.ts'
import {
  type Check,
  type CodeLedger,
  type CodeState,
  type Fate,
  type Issue,
  UNSETTLED_SECONDS,
  type Via,
} from '../../ports/index.ts'
import type { RedisClient } from './client.ts'
import { inBackground } from './in-background.ts'
import { script } from './script.ts'
import { slotKeys } from './slot-keys.ts'

/** Codes in Redis: one script per method (OTP-5); expiry is Redis' own (REL-R7). Throws `Unavailable`. */
export function redisCodeLedger(
  client: RedisClient,
  hash: KeyedHash,
  { code, session }: Pick<Limits, 'code' | 'session'>,
): CodeLedger {
  const run = <Reply>(name: string) => script<Reply>(client, name, 'codes/code-slot')
  const issue = run<[kind: Issue['kind'], seconds: number, same: 0 | 1, unsettled: 0 | 1]>('codes/issue-code')
  const keep = run<0 | 1>('codes/keep-code')
  const withdraw = run<null>('codes/withdraw-code')
  const check = run<CheckReply>('codes/check-code')
  const uncheck = run<null>('codes/uncheck-code')
  const report = run<Via | ''>('codes/report-delivery')
  const state = codeStateReader(client, { code })
  const mostSends = code.resendWaitsSeconds.length + 1

  return {
    async issue(slot, { destination, mac, dispatch }) {
      const keys = await slotKeys(client, hash, slot)
      const lifetimes = [code.lifetimeSeconds, session.absoluteSeconds, UNSETTLED_SECONDS]
      const sending = [destination, mac, ...lifetimes, dispatch?.id ?? '', dispatch?.via ?? '']
      const reply = issue(keys, [...sending, ...code.resendWaitsSeconds])
      const [kind, seconds, same, unsettled] = await reply.catch(inBackground(() => withdraw(keys, [mac])))
      if (kind === 'issued') return { kind }
      if (kind === 'exhausted') return { kind, seconds }
      return { kind, seconds, same: same === 1, ...(unsettled === 1 && { unsettled: true }) }
    },

    keep: async (slot, { mac }) => (await keep(await slotKeys(client, hash, slot), [mac])) === 1,

    async withdraw(slot, { mac }) {
      const keys = await slotKeys(client, hash, slot)
      const undo = () => withdraw(keys, [mac])
      await undo().catch(inBackground(undo))
    },

    async check(slot, macs) {
      const keys = await slotKeys(client, hash, slot)
      const ticket = randomToken(9)
      const reply = check(keys, [code.checks, mostSends, ticket, ...macs])
      return toCheck(await reply.catch(inBackground(() => uncheck(keys, [ticket]))))
    },

    async report(slot, id, fate) {
      return (await report(await slotKeys(client, hash, slot), [id, fate])) || undefined
    },

    state: async slot => state(await slotKeys(client, hash, slot)),
  }
}

export function codeStateReader(client: RedisClient, { code }: Pick<Limits, 'code'>) {
  const state = script<StateReply>(client, 'codes/code-state', 'codes/code-slot')
  const figures = [code.checks, code.resendWaitsSeconds.length + 1, code.lifetimeSeconds]
  return async (keys: readonly string[]): Promise<CodeState> => toState(await state(keys, figures))
}

type StateReply = [
  liveSeconds: number,
  waitSeconds: number,
  sendsLeft: number,
  triesLeft: number,
  issuedAgoSeconds: number,
  via: Via | '',
  fate: Fate | '',
]

function toState([liveSeconds, waitSeconds, sendsLeft, triesLeft, issuedAgoSeconds, via, fate]: StateReply): CodeState {
  return {
    liveSeconds,
    waitSeconds,
    sendsLeft,
    triesLeft,
    ...(issuedAgoSeconds >= 0 && { issuedAgoSeconds }),
    ...(via && { delivery: { via, ...(fate && { fate }) } }),
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
