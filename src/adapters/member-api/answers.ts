/** A call by what it asks. */
export type Question = 'identity' | 'payment' | 'activation'

/** An answer that says no, as the document agrees it. */
export type Refusal = 'no-match' | 'unknown-member' | 'already-active'

/** Whose fault an answer is that settles nothing: our address of the API, our token, our request; or it is theirs. */
export type Fault = 'path' | 'token' | 'request' | 'theirs'

/**
 * Every "no" that docs/member-api.yaml agrees, by the last segment of its problem type. A gateway or a wrong base path answers
 * 404 as well, in whatever form: what is not here is an outage, and nothing is held against the member.
 */
export const AGREED: readonly { question: Question; status: number; type: string; says: Refusal }[] = [
  { question: 'identity', status: 404, type: 'no-match', says: 'no-match' },
  { question: 'payment', status: 404, type: 'unknown-member', says: 'unknown-member' },
  { question: 'activation', status: 404, type: 'unknown-member', says: 'unknown-member' },
  { question: 'activation', status: 409, type: 'account-active', says: 'already-active' },
  // An earlier try under this key succeeded with another body: that account is the active one.
  { question: 'activation', status: 409, type: 'idempotency-key-reused', says: 'already-active' },
]

/** Whose fault it is where none of these was said; any other status is theirs. */
export const FAULTS: Readonly<Record<number, Fault>> = {
  301: 'path',
  302: 'path',
  307: 'path',
  308: 'path',
  400: 'request',
  401: 'token',
  403: 'token',
  404: 'path',
  405: 'path',
  409: 'request',
  413: 'request',
  415: 'request',
  422: 'request',
}

/** What an answer of this status and type says of the member; undefined where it says nothing. */
export function refusalOf(question: Question, status: number, type: string | undefined): Refusal | undefined {
  return AGREED.find(row => row.question === question && row.status === status && row.type === type)?.says
}
