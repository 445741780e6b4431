import type { Limits } from '../../config/limits/index.ts'
import { judgementOf } from '../../domain/codes/judgement.ts'
import { type CodeLedger, type CodeSlot, type Dispatch, type Fate, UNSETTLED_SECONDS } from '../../ports/index.ts'
import { PlainAct } from './act.ts'
import { type Clock, ExpiringMap } from './expiring-map.ts'

interface KeptCode {
  destination: string
  mac?: string | undefined
  used?: string | undefined
  again: number
  tries: number
  endsAt: number
}

interface Slot {
  code?: KeptCode | undefined
  wait: { destination: string; endsAt: number }
  sends: number
  dispatch?: (Dispatch & { fate?: Fate }) | undefined
  older: string[]
}

interface Kept extends Slot {
  undo?: { mac: string; lapsesAt: number; before: Slot } | undefined
}

/** Codes in this process, with the rules of the Redis scripts. Each method is synchronous, hence atomic. */
export function memoryCodeLedger(
  limits: Pick<Limits, 'code' | 'session'>,
  now: Clock = () => performance.now(),
  onReport: (flow: string) => void = () => {},
): CodeLedger {
  const { lifetimeSeconds, checks, resendWaitsSeconds: waits } = limits.code
  const slots = new ExpiringMap<Kept>(now)

  const ledger: CodeLedger = {
    issuing: (...order) =>
      new PlainAct(
        () => ledger.issue(...order),
        ({ kind }) => (kind === 'issued' ? 'right' : 'none'),
      ),
    keeping: (...order) =>
      new PlainAct(
        () => ledger.keep(...order),
        kept => (kept ? 'right' : 'none'),
      ),
    checking: (...order) => new PlainAct(() => ledger.check(...order), judgementOf),

    async issue(slot, { destination, mac, dispatch }) {
      const kept = opened(slot)
      const { wait, code, sends, older } = kept
      if (wait.endsAt > now())
        return {
          kind: 'wait',
          seconds: secondsTo(wait.endsAt),
          same: wait.destination === destination,
          ...(kept.undo && kept.undo.lapsesAt !== Number.POSITIVE_INFINITY && { unsettled: true }),
        }
      if (sends > waits.length) return { kind: 'exhausted', seconds: secondsUntilNext(slot, kept) }
      const { undo: _, ...before } = kept
      const replaced = code && ofDestination(code.destination, code.mac ?? code.used)
      Object.assign(kept, {
        code: { destination, mac, tries: 0, again: 0, endsAt: now() + lifetimeSeconds * 1000 },
        wait: { destination, endsAt: now() + waits[Math.min(sends, waits.length - 1)]! * 1000 },
        sends: sends + 1,
        dispatch: dispatch && { ...dispatch },
        older: replaced ? [replaced, ...older] : older,
        undo: { mac, lapsesAt: now() + UNSETTLED_SECONDS * 1000, before },
      } satisfies Kept)
      if (sends === 0) slots.set(keyOf(slot), kept, limits.session.absoluteSeconds)
      return { kind: 'issued' }
    },

    async keep(slot, { mac }) {
      const { code, undo } = opened(slot)
      if (undo?.mac === mac) undo.lapsesAt = Number.POSITIVE_INFINITY
      return code?.mac === mac
    },

    async withdraw(slot, { mac }) {
      const kept = opened(slot)
      if (kept.undo?.mac === mac) restore(kept)
    },

    async check(slot, macs) {
      const kept = opened(slot)
      const { code, older } = kept
      if (!code) return { kind: 'expired' }
      // A lost reply is answered again with `used`; the tries are limited, so nobody finds the code by guessing.
      if (code.used) return { kind: ++code.again <= checks && macs.includes(code.used) ? 'used' : 'expired' }
      if (code.tries >= checks) return { kind: 'locked', seconds: secondsUntilNext(slot, kept) }
      if (macs.some(mac => older.includes(ofDestination(code.destination, mac))))
        return { kind: 'replaced', left: checks - code.tries }
      code.tries++
      if (code.mac && macs.includes(code.mac)) {
        Object.assign(code, { used: code.mac, mac: undefined })
        kept.undo = undefined
        return { kind: 'right' }
      }
      const left = checks - code.tries
      return left === 0
        ? { kind: 'locked', seconds: secondsUntilNext(slot, kept), judged: true }
        : { kind: 'wrong', left }
    },

    async report(slot, id, fate) {
      const { dispatch, wait } = opened(slot)
      if (dispatch?.id !== id || dispatch.fate) return undefined
      dispatch.fate = fate
      if (fate === 'undelivered' || fate === 'failed') wait.endsAt = now()
      onReport(slot.flow)
      return dispatch.via
    },

    async state(slot) {
      const kept = opened(slot)
      const { code, dispatch, sends } = kept
      const live = code?.mac !== undefined && code.tries < checks
      return {
        liveSeconds: live ? secondsTo(code.endsAt) : 0,
        waitSeconds: secondsUntilNext(slot, kept),
        sendsLeft: waits.length + 1 - sends,
        triesLeft: live ? checks - code.tries : 0,
        ...(code && { issuedAgoSeconds: lifetimeSeconds - secondsTo(code.endsAt) }),
        ...(dispatch && { delivery: { via: dispatch.via, ...(dispatch.fate && { fate: dispatch.fate }) } }),
      }
    },
  }
  return ledger

  function opened(slot: CodeSlot): Kept {
    const kept = slots.get(keyOf(slot)) ?? { wait: { destination: '', endsAt: 0 }, sends: 0, older: [] }
    if (kept.undo && kept.undo.lapsesAt <= now()) restore(kept)
    if (kept.code && kept.code.endsAt <= now()) kept.code = undefined
    return kept
  }

  function restore(kept: Kept): void {
    const { undo, code } = kept
    Object.assign(kept, { code: undefined, dispatch: undefined, ...undo?.before, undo: undefined })
    // Those tries were also compared with this code and count against it (OTP-3).
    if (kept.code && code) kept.code.tries += code.tries
  }

  function secondsUntilNext(slot: CodeSlot, { sends, wait }: Slot): number {
    return sends > waits.length ? slots.seconds(keyOf(slot)) : secondsTo(wait.endsAt)
  }

  function secondsTo(time: number): number {
    return Math.max(0, Math.ceil((time - now()) / 1000))
  }
}

function ofDestination(destination: string, mac = '') {
  return `${destination} ${mac}`
}

function keyOf({ flow, channel }: CodeSlot) {
  return `${channel}:${flow}`
}
