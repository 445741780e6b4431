import { isDeepStrictEqual } from 'node:util'
import type { Check } from '../check.ts'
import { keyed, newAccount } from './new-account.ts'

const ID = 'activateAccount'
const AT_ONCE = 4

/** One account, and the same answer to each. */
export async function oneKeyRow({ together }: Check, member: string): Promise<void> {
  const request = keyed({ member, body: newAccount() })
  const expected = { status: [201, 200], rule: 'oneKey' } as const
  await together(ID, `the same ${AT_ONCE} times at once`, Array(AT_ONCE).fill(request), expected, answers => [
    [answers.filter(({ status }) => status === 201).length !== 1, 'not exactly one is 201', 'oneKey'],
    [answers.some(({ json }) => !isDeepStrictEqual(json, answers[0]!.json)), 'the bodies differ', 'oneKey'],
  ])
}

/** One account; the others are refused. */
export async function twoKeysRow({ together }: Check, member: string): Promise<void> {
  const requests = Array.from({ length: AT_ONCE }, () => keyed({ member, body: newAccount() }))
  const expected = { status: [201, 409], type: 'account-active', rule: 'twoKeys' } as const
  await together(ID, `${AT_ONCE} different keys at once`, requests, expected, answers => [
    [answers.filter(({ status }) => status === 201).length !== 1, 'not exactly one is 201', 'twoKeys'],
  ])
}
