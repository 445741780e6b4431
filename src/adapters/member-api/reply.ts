import { Unavailable } from '../../ports/index.ts'
import type { Fault, Refusal } from './answers.ts'

const LONGEST_WAIT = 600

/** What came of one call to the API. */
export interface Reply<Body> {
  /** 0 where there was no answer. */
  status: number
  /** The body of a success that follows the document. */
  body?: Body | undefined
  /** The agreed "no" that it is. */
  says?: Refusal | undefined
  /** Whose fault it is that it settles nothing. */
  fault?: Fault | undefined
  /** Why there is no answer to read. */
  code?: string | number | undefined
  retryAfterSeconds?: number | undefined
  /** It may have been done, for all that we can tell. */
  unsure: boolean
}

/** The body of a success; anything else is `Unavailable`, so that nothing is held against the member. */
export function bodyOf<Body>({ body, status, code, retryAfterSeconds, unsure }: Reply<Body>): Body {
  if (body !== undefined) return body
  throw new Unavailable('member-api', {
    cause: { code, status },
    outcome: unsure ? 'unknown' : 'none',
    ...(retryAfterSeconds !== undefined && { retryAfterSeconds: Math.min(retryAfterSeconds, LONGEST_WAIT) }),
  })
}
