export type Question = 'identity' | 'payment' | 'activation'

export type Refusal = 'no-match' | 'unknown-member' | 'already-active'

export type Fault = 'path' | 'token' | 'request' | 'theirs'

/** From docs/member-api.yaml. Any other answer is an outage, since gateways and wrong paths answer 404 too. */
export const AGREED: readonly { question: Question; status: number; type: string; refusal: Refusal }[] = [
  { question: 'identity', status: 404, type: 'no-match', refusal: 'no-match' },
  { question: 'payment', status: 404, type: 'unknown-member', refusal: 'unknown-member' },
  { question: 'activation', status: 404, type: 'unknown-member', refusal: 'unknown-member' },
  { question: 'activation', status: 409, type: 'account-active', refusal: 'already-active' },
  // An earlier try under this key made the account with another body.
  { question: 'activation', status: 409, type: 'idempotency-key-reused', refusal: 'already-active' },
]

const OURS: readonly (readonly [Fault, readonly number[]])[] = [
  ['path', [301, 302, 307, 308, 404, 405]],
  ['token', [401, 403]],
  ['request', [400, 409, 413, 415, 422]],
]

export const faultOf = (status: number): Fault =>
  OURS.find(([, statuses]) => statuses.includes(status))?.[0] ?? 'theirs'

export function refusalOf(question: Question, status: number, type: string | undefined): Refusal | undefined {
  return AGREED.find(row => row.question === question && row.status === status && row.type === type)?.refusal
}
