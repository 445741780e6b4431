import { type Captcha, Unavailable } from '../../ports/index.ts'

const CHECK_EVERY_MS = 15_000
const CHECK_AT_MOST_EVERY_MS = 5_000

export interface FailoverOptions {
  outside: Captcha
  own: Captcha
  probe: () => Promise<unknown>
  checkEveryMs?: number
}

/** Uses our own captcha from the first failed check of the outside one until a probe succeeds (C-5). */
export function failover({ outside, own, probe, checkEveryMs = CHECK_EVERY_MS }: FailoverOptions): Captcha {
  let down = false
  let probedAt = 0
  let probing: Promise<void> | undefined

  return {
    get kind() {
      return down ? own.kind : outside.kind
    },

    async challenge(subject) {
      if (!down) await probeSparingly()
      return down ? own.challenge(subject) : undefined
    },

    async verify(fields, subject, ip) {
      if (down || fields['altcha']) return own.verify(fields, subject, ip)
      try {
        return await outside.verify(fields, subject, ip)
      } catch (error) {
        if (error instanceof Unavailable) lose()
        throw error
      }
    },
  }

  function lose(): void {
    if (!down) setTimeout(watch, checkEveryMs).unref()
    down = true
  }

  async function watch(): Promise<void> {
    try {
      await probe()
      down = false
    } catch {
      setTimeout(watch, checkEveryMs).unref()
    }
  }

  /** Anyone can request a challenge, so probes are limited to one in five seconds. */
  async function probeSparingly(): Promise<void> {
    if (!probing && Date.now() - probedAt < CHECK_AT_MOST_EVERY_MS) return
    probing ??= probe()
      .then(() => undefined, lose)
      .finally(() => {
        probedAt = Date.now()
        probing = undefined
      })
    await probing
  }
}
