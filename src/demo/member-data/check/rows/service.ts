import type { Also, Check } from '../check.ts'
import { problemType } from '../problem-type.ts'

const ANSWERS = ['no-match', 'unknown-member', 'account-active', 'idempotency-key-reused']

/** What holds for the API as a whole: health, and paths and methods that the document does not name. Throws if nothing answers. */
export async function serviceRows({ row, stray, target }: Check): Promise<void> {
  const { code } = await row('health', 'without a token', { token: null }, { status: [200], rule: 'health' })
  if (code) throw new Error(`no answer from ${target.url}: ${code}`)
  const noAnswer: Also = (json, { status }) => [
    [status === 0, 'no answer', 'time'],
    [status >= 200 && status < 300, `status ${status}`, 'otherPath'],
    [status >= 300 && status < 400, `status ${status}`, 'redirect'],
    [ANSWERS.includes(problemType(json) ?? ''), `type of the problem is ${problemType(json)}`, 'otherPath'],
  ]
  await stray('checkIdentity', 'another path', 'POST', '/v1/identity-check', noAnswer)
  await stray('checkIdentity', 'another method', 'GET', '/v1/identity-checks', noAnswer)
  await stray('checkPayment', 'another path', 'POST', '/v1/members/abcdefgh/payment-check', noAnswer)
}
