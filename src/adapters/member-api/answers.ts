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

const OURS: readonly (readonly [Fault, readonly number[]])[] = [
  ['path', [301, 302, 307, 308, 404, 405]],
  ['token', [401, 403]],
  ['request', [400, 409, 413, 415, 422]],
]

/** Whose fault an answer of this status is that is not agreed. */
export const faultOf = (status: number): Fault =>
  OURS.find(([, statuses]) => statuses.includes(status))?.[0] ?? 'theirs'

/** What an answer of this status and type says of the member; undefined where it says nothing. */
export function refusalOf(question: Question, status: number, type: string | undefined): Refusal | undefined {
  return AGREED.find(row => row.question === question && row.status === status && row.type === type)?.says
}
