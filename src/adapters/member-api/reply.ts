import { Unavailable } from '../../ports.ts'

const LONGEST_WAIT = 600

/** What came of one call to the API. */
export interface Reply<Body> {
  /** 0 where there was no answer. */
  status: number
  /** The body of a success that follows the document. */
  body?: Body | undefined
  /** The type of the problem that the API states; a gateway's page of the same status states none. */
  problem?: string | undefined
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

/** Whether the API itself, no gateway, answers with `status`. */
export function says(status: number, reply: Reply<unknown>): boolean {
  return reply.status === status && reply.problem !== undefined
}
