import type { Limits } from '../../config/limits/index.ts'
import { judgementOf } from '../../domain/codes/judgement.ts'
import type { KeyedHash } from '../../domain/crypto/keyed-hash.ts'
import { randomToken } from '../../domain/crypto/random.ts'
import {
  type Check,
  type CodeLedger,
  type CodeState,
  type Fate,
  type Issue,
  type Judgement,
  UNSETTLED_SECONDS,
  type Via,
} from '../../ports/index.ts'
import type { RedisClient } from './client.ts'
import { inBackground } from './in-background.ts'
import { script } from './script.ts'
import { RedisAct } from './scripts/act.ts'
import { slotKeys } from './slot-keys.ts'

/** Codes in Redis: one script per method (OTP-5), all times by Redis' clock (REL-R7). Throws `Unavailable`. */
export function redisCodeLedger(
  client: RedisClient,
  hash: KeyedHash,
  { code, session }: Pick<Limits, 'code' | 'session'>,
): CodeLedger {
  const run = <Reply>(name: string) => script<Reply>(client, name, 'codes/code-slot')
  const issue = run<IssueReply>('codes/issue-code')
  const keep = run<0 | 1>('codes/keep-code')
  const withdraw = run<null>('codes/withdraw-code')
  const check = run<CheckReply>('codes/check-code')
  const uncheck = run<null>('codes/uncheck-code')
  const report = run<Via | ''>('codes/report-delivery')
  const state = codeStateReader(client, { code })
  const mostSends = code.resendWaitsSeconds.length + 1

  const ledger: CodeLedger = {
    issuing: (slot, { destination, mac, dispatch }) =>
      new RedisAct({
        async prepare() {
          const keys = await slotKeys(client, hash, slot)
          const lifetimes = [code.lifetimeSeconds, session.absoluteSeconds, UNSETTLED_SECONDS]
          const sending = [destination, mac, ...lifetimes, dispatch?.id ?? '', dispatch?.via ?? '']
          const args = [...sending, ...code.resendWaitsSeconds]
          return { link: { script: issue, keys, args }, undo: () => withdraw(keys, [mac]) }
        },
        replies: { right: { at: 0, is: 'issued' } },
        toResult: toIssue,
        judge: ({ kind }) => (kind === 'issued' ? 'right' : 'none'),
      }),

    keeping: (slot, { mac }) =>
      new RedisAct({
        async prepare() {
          const link = { script: keep, keys: await slotKeys(client, hash, slot), args: [mac] }
          // `withdraw` undoes a code whether it was kept or not.
          return { link, undo: async () => {} }
        },
        replies: {},
        toResult: reply => reply === 1,
        judge: kept => (kept ? 'right' : 'none'),
      }),

    checking: (slot, macs) =>
      new RedisAct({
        async prepare() {
          const keys = await slotKeys(client, hash, slot)
          const ticket = randomToken(9)
          const args = [code.checks, mostSends, ticket, ...macs]
          return { link: { script: check, keys, args }, undo: () => uncheck(keys, [ticket]) }
        },
        replies: { right: { at: 2, is: 'right' }, wrong: { at: 2, is: 'wrong' }, none: { at: 2, is: 'none' } },
        toResult: toCheck,
        judge: judgementOf,
      }),

    issue: (...order) => ledger.issuing(...order).run(),
    keep: (...order) => ledger.keeping(...order).run(),
    check: (...order) => ledger.checking(...order).run(),

    async withdraw(slot, { mac }) {
      const keys = await slotKeys(client, hash, slot)
      const undo = () => withdraw(keys, [mac])
      await undo().catch(inBackground(undo))
    },

    async report(slot, id, fate) {
      return (await report(await slotKeys(client, hash, slot), [id, fate])) || undefined
    },

    state: async slot => state(await slotKeys(client, hash, slot)),
  }
  return ledger
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

type IssueReply = [kind: Issue['kind'], seconds: number, same: 0 | 1, unsettled: 0 | 1]

function toIssue(reply: unknown): Issue {
  const [kind, seconds, same, unsettled] = reply as IssueReply
  if (kind === 'issued') return { kind }
  if (kind === 'exhausted') return { kind, seconds }
  return { kind, seconds, same: same === 1, ...(unsettled === 1 && { unsettled: true }) }
}

type CheckReply = [kind: Check['kind'], number: number, judgement: Judgement]

function toCheck(reply: unknown): Check {
  const [kind, number, judgement] = reply as CheckReply
  switch (kind) {
    case 'wrong':
    case 'replaced':
      return { kind, left: number }
    case 'locked':
      return { kind, seconds: number, ...(judgement === 'wrong' && { judged: true as const }) }
    default:
      return { kind }
  }
}
