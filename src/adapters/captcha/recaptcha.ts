import { createHash } from 'node:crypto'
import { z } from 'zod'
import { type Captcha, type ReplayGuard, Unavailable } from '../../ports/index.ts'
import { type CallOutcome, type DependencyWatch, observed } from '../breaker/observed.ts'
import { createHttpClient, loggableError } from '../http.ts'
import { withinTime } from '../time-limit.ts'

const TOTAL_MS = 3000
const LIFETIME_SECONDS = 120
const LONGEST = 4096

const Verdict = z.object({
  success: z.boolean(),
  hostname: z.string().optional(),
  challenge_ts: z.iso.datetime({ offset: true }).optional(),
  'error-codes': z.array(z.string()).default([]),
})

export interface RecaptchaOptions {
  secretKey: string
  verifyUrl: string
  /** The host of PUBLIC_URL; a token solved on another site is refused. */
  hostname: string
  replays: ReplayGuard
  watch?: DependencyWatch | undefined
}

/** Google's reCAPTCHA v2 (C-4). It has no action, so only single use ties a token to one page. */
export function recaptcha(options: RecaptchaOptions): Captcha {
  const ask = verifier(options)
  return {
    kind: 'recaptcha',
    challenge: async () => undefined,

    async verify(fields) {
      const token = fields['g-recaptcha-response']
      if (!token) return 'missing'
      if (token.length > LONGEST) return 'failed'
      const { success, hostname, challenge_ts } = await ask(token)
      if (!success || hostname !== options.hostname || !fresh(challenge_ts)) return 'failed'
      const id = createHash('sha256').update(token).digest('base64url')
      return (await options.replays.useOnce(id, LIFETIME_SECONDS)) ? 'passed' : 'failed'
    },
  }
}

function verifier({ secretKey, verifyUrl, watch }: RecaptchaOptions) {
  const http = createHttpClient()
  return async (token: string) => {
    const { result } = await observed({ name: 'recaptcha', watch }, () => ask(token), outcomeOf)
    if (result.status === 'rejected') throw result.reason
    return result.value
  }

  async function ask(token: string) {
    const data = new URLSearchParams({ secret: secretKey, response: token }).toString()
    const asked = { method: 'post', url: verifyUrl, data }
    const reply = await withinTime(TOTAL_MS, signal => http.request<string>({ ...asked, signal })).catch(error =>
      Promise.reject(new Unavailable('recaptcha', { cause: loggableError(error) })),
    )
    const verdict = reply.status === 200 ? readVerdict(reply.data) : undefined
    // Google refuses our secret: a configuration error, not the member's fault.
    if (verdict && !verdict['error-codes'].some(code => code.endsWith('-input-secret'))) return verdict
    throw new Unavailable('recaptcha', { cause: { status: reply.status } })
  }
}

function outcomeOf(result: PromiseSettledResult<{ success: boolean }>): CallOutcome {
  if (result.status === 'rejected') return 'failed'
  return result.value.success ? 'ok' : 'refused'
}

function readVerdict(text: string) {
  try {
    return Verdict.parse(JSON.parse(text))
  } catch {
    return undefined
  }
}

function fresh(solvedAt = ''): boolean {
  return Math.abs(Date.now() - Date.parse(solvedAt)) < LIFETIME_SECONDS * 1000
}
