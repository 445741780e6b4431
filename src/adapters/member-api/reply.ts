import { Unavailable } from '../../ports/index.ts'
import type { Fault, Refusal } from './answers.ts'

const LONGEST_WAIT = 600

export interface Reply<Body> {
  /** 0 if there was no answer. */
  status: number
  body?: Body | undefined
  refusal?: Refusal | undefined
  fault?: Fault | undefined
  code?: string | number | undefined
  retryAfterSeconds?: number | undefined
  /** The API may have done the work. */
  unsure: boolean
}

/** The body of a success; throws `Unavailable` otherwise, which never counts against the member. */
export function bodyOf<Body>({ body, status, code, retryAfterSeconds, unsure }: Reply<Body>): Body {
  if (body !== undefined) return body
  throw new Unavailable('member-api', {
    cause: { code, status },
    outcome: unsure ? 'unknown' : 'none',
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds: Math.min(retryAfterSeconds, LONGEST_WAIT) }),
  })
}
