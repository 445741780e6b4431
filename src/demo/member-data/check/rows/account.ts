import { randomBytes, randomUUID } from 'node:crypto'
import { isDeepStrictEqual } from 'node:util'
import type { Also, Check } from '../check.ts'
import type { Call } from '../once.ts'
import type { Sample } from '../sample.ts'
import { oneKeyRow, twoKeysRow } from './at-once.ts'
import { handleOf } from './identity.ts'
import { keyed, newAccount } from './new-account.ts'
import { tokenRows } from './token.ts'

const ID = 'activateAccount'
const REUSED = { status: [409], type: 'idempotency-key-reused' }
const ACTIVE = { status: [409], type: 'account-active' }

/** Activates the members of the sample that are made for it. */
export async function accountRows(check: Check, sample: Sample | undefined, write: boolean): Promise<void> {
  const { row, skip } = check
  if (!write) return skip(ID, 'every call', 'needs --write, --token-file and --sample')
  const [first, second, third] = sample?.activate ?? []
  if (!first) return skip(ID, 'every call', 'the sample names no member to activate')
  const member = await handleOf(check, first, 'none')
  await tokenRows(check, ID, newAccount(), { member, headers: { 'Idempotency-Key': randomUUID() } })
  const refused = await invalidRows(check, member)
  await handleOf(check, first, 'none', 'unchanged')
  const done = await activatedRows(check, member, refused)
  if (second) {
    const other = await handleOf(check, second, 'none')
    await row(ID, 'the same key for another member', { ...done, member: other }, { ...REUSED, rule: 'oneMember' })
    await oneKeyRow(check, other)
  } else skip(ID, 'a key for two members, and at once', 'the sample names one member to activate')
  if (third) await twoKeysRow(check, await handleOf(check, third, 'none'))
  else skip(ID, 'different keys at once', 'the sample names fewer than three members to activate')
  await handleOf(check, first, 'active')
}

/** Returns a key that was only refused. */
async function invalidRows({ row, malformed }: Check, member: string): Promise<Call['headers'] & {}> {
  const body = newAccount()
  const request = keyed({ member })
  await malformed(ID, body, request)
  await row(ID, 'malformed: without Idempotency-Key', { member, body }, { status: [400], rule: 'key' })
  for (const [name, length] of [
    ['too short', 15],
    ['too long', 65],
  ] as const) {
    const headers = { 'Idempotency-Key': randomBytes(48).toString('hex').slice(0, length) }
    await row(ID, `malformed: Idempotency-Key ${name}`, { member, body, headers }, { status: [400], rule: 'key' })
  }
  const unknown = keyed({ member: 'no-such-member', body })
  await row(ID, 'a handle that nobody has', unknown, { status: [404], type: 'unknown-member' })
  return request.headers
}

/** The first activation, what repeats it and what does not. */
async function activatedRows({ row }: Check, member: string, headers: Call['headers'] & {}): Promise<Call> {
  const body = newAccount()
  const right = { member, headers, body }
  const expected = { status: [201], rule: 'freeKey' } as const
  const { json: first } = await row(ID, 'a new account, under a key that was refused', right, expected)
  const same: Also = json => [[!isDeepStrictEqual(json, first), 'the body is not that of the first answer', 'repeat']]
  await row(ID, 'the same again', right, { status: [200], rule: 'repeat' }, same)
  const turned = Object.fromEntries(Object.entries(body).toReversed())
  const spaced = { ...right, text: JSON.stringify(turned, null, 2) }
  await row(ID, 'the same in another order', spaced, { status: [200], rule: 'sameBody' }, same)
  await row(ID, 'the same key, another body', { ...right, body: { ...body, language: 'ar' } }, REUSED)
  await row(ID, 'another key', keyed({ member, body }), ACTIVE)
  await row(ID, 'another key, another account', keyed({ member, body: newAccount() }), ACTIVE)
  return right
}
