import type { Limits } from '../../config/limits.ts'
import type { CodeLedger, CodeSlot, Dispatch, Fate } from '../../ports.ts'
import { type Clock, ExpiringMap } from './expiring-map.ts'

interface KeptCode {
  destination: string
  mac?: string | undefined
  previous?: string | undefined
  used?: string | undefined
  tries: number
}

/** Codes in this process, by the rules of the Redis scripts. Each method runs to its end without a pause: that is its atomicity. */
export function memoryCodeLedger(limits: Pick<Limits, 'code' | 'session'>, now?: Clock): CodeLedger {
  const { lifetimeSeconds, checks, resendWaitsSeconds: waits } = limits.code
  const codes = new ExpiringMap<KeptCode>(now)
  const waiting = new ExpiringMap<string>(now)
  const sends = new ExpiringMap<{ count: number }>(now)
  const dispatches = new ExpiringMap<Dispatch & { fate?: Fate }>(now)

  return {
    async issue(slot, { destination, mac, dispatch }) {
      const key = keyOf(slot)
      if (waiting.get(key) === destination) return { kind: 'wait', seconds: waiting.seconds(key) }
      if (sendsLeft(key) === 0) return { kind: 'exhausted', seconds: sends.seconds(key) }
      const sent = countSend(key)
      const old = codes.get(key)
      const previous = old?.destination === destination ? old.mac : undefined
      codes.delete(replacedIn(key))
      if (previous) codes.rename(key, replacedIn(key))
      codes.set(key, { destination, mac, previous, tries: 0 }, lifetimeSeconds)
      waiting.set(key, destination, waits[Math.min(sent, waits.length) - 1]!)
      dispatches.delete(key)
      if (dispatch) dispatches.set(key, { ...dispatch }, limits.session.absoluteSeconds)
      return { kind: 'issued' }
    },

    async check(slot, macs) {
      const key = keyOf(slot)
      const code = codes.get(key)
      if (!code) return { kind: 'expired' }
      if (code.used) return { kind: macs.includes(code.used) ? 'used' : 'expired' }
      if (code.tries >= checks) return { kind: 'locked', seconds: secondsUntilNext(key) }
      code.tries++
      if (code.mac && macs.includes(code.mac)) {
        Object.assign(code, { used: code.mac, mac: undefined, previous: undefined })
        codes.delete(replacedIn(key))
        return { kind: 'right' }
      }
      const left = checks - code.tries
      if (left === 0) return { kind: 'locked', seconds: secondsUntilNext(key), judged: true }
      return { kind: code.previous && macs.includes(code.previous) ? 'replaced' : 'wrong', left }
    },

    async withdraw(slot, { mac }) {
      const key = keyOf(slot)
      const code = codes.get(key)
      if (code?.mac !== mac) return
      codes.delete(key)
      const restored = codes.rename(replacedIn(key), key)
      // Whoever tried meanwhile was told whether it was this one: those tries are its own too (OTP-3).
      if (restored) restored.tries += code.tries
      waiting.delete(key)
      dispatches.delete(key)
      const sent = sends.get(key)
      if (sent) sent.count--
    },

    async report(slot, id, fate) {
      const key = keyOf(slot)
      const dispatch = dispatches.get(key)
      if (dispatch?.id !== id || dispatch.fate) return undefined
      dispatch.fate = fate
      if (fate === 'undelivered' || fate === 'failed') waiting.delete(key)
      return dispatch.via
    },

    async state(slot) {
      const key = keyOf(slot)
      const code = codes.get(key)
      const { via, fate } = dispatches.get(key) ?? {}
      const live = code?.mac !== undefined && code.tries < checks
      return {
        liveSeconds: live ? codes.seconds(key) : 0,
        waitSeconds: secondsUntilNext(key),
        sendsLeft: sendsLeft(key),
        ...(via && { delivery: { via, ...(fate && { fate }) } }),
      }
    },
  }

  function sendsLeft(key: string) {
    return waits.length + 1 - (sends.get(key)?.count ?? 0)
  }

  function countSend(key: string) {
    const sent = sends.get(key)
    if (sent) return ++sent.count
    sends.set(key, { count: 1 }, limits.session.absoluteSeconds)
    return 1
  }

  function secondsUntilNext(key: string) {
    return sendsLeft(key) === 0 ? sends.seconds(key) : waiting.seconds(key)
  }
}

function keyOf({ flow, channel }: CodeSlot) {
  return `${channel}:${flow}`
}

function replacedIn(key: string) {
  return `replaced:${key}`
}
