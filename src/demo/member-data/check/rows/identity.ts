import { isDeepStrictEqual } from 'node:util'
import type { Also, Check } from '../check.ts'
import type { Sample, SampleMember } from '../sample.ts'
import { type Claim, INVENTED, withZeros, wrongFacts } from './claims.ts'
import { isDerived } from './derived.ts'
import { tokenRows } from './token.ts'

const ID = 'checkIdentity'
/** Who is found, who is not, and what the answer gives away. */
export async function identityRows(check: Check, sample: Sample | undefined): Promise<void> {
  const { row, skip } = check
  const none = { status: [404], type: 'no-match' }
  await tokenRows(check, ID, INVENTED, {})
  if (check.target.token === undefined) return skip(ID, 'every other call', 'needs --token-file')
  const nobody = await row(ID, 'an invented claim', { body: INVENTED }, none)
  const again = await row(ID, 'an invented claim, again', { body: INVENTED }, none)
  const first = sample?.members[0]
  await check.malformed(ID, first?.claim ?? INVENTED, {})
  if (!first) return skip(ID, 'members, wrong facts', 'needs --sample')
  for (const member of sample.members) await handleOf(check, member, member.accountStatus)
  for (const [name, claim, rule] of wrongFacts(first))
    await row(ID, name, { body: claim }, { ...none, rule }, json => [
      [differ(json, nobody.json, again.json), 'the answer is another than to an invented claim', 'cause'],
    ])
  for (const [name, claim] of withZeros(first.claim as Claim))
    await row(ID, name, { body: claim }, { status: [200], rule: 'zeros' })
  for (const { name, claim } of sample.nobody) await row(ID, name, { body: claim }, { ...none, rule: 'twoMatches' })
  if (sample.nobody.length === 0) skip(ID, 'two members whom one claim fits', 'the sample names nobody')
}

/** The handle of a sample member, who is expected to be found; a row of its own. */
export async function handleOf(
  check: Check,
  { name, claim, answers }: SampleMember,
  accountStatus: string,
  rule: 'status' | 'unchanged' = 'status',
): Promise<string> {
  const { identifier, nationalId } = claim as Claim
  const { type, value } = identifier
  const expected = Object.keys(answers)
  const also: Also = ({ member, questions, accountStatus: status }) => [
    [JSON.stringify(questions) !== JSON.stringify(expected), `questions are not ${expected.join(', ')}`, 'questions'],
    [Array.isArray(questions) && questions.includes(type), `${type} is asked again`, 'askedTwice'],
    [status !== accountStatus, `accountStatus is not ${accountStatus}`, rule],
    [isDerived(String(member), [value, nationalId]), 'member is derived from an identifier', 'opaque'],
  ]
  const { json } = await check.row(ID, `${name}: found`, { body: claim }, { status: [200] }, also)
  return String(Object(json).member)
}

/** Whether an answer has anything else than both others have. */
function differ(answer: unknown, ...[one, other]: unknown[]): boolean {
  const steady = ([field, value]: [string, unknown]) => isDeepStrictEqual(value, Object(other)[field])
  const expected = Object.entries(Object(one)).filter(steady)
  const changing = Object.keys(Object(one)).filter(field => !expected.some(([same]) => same === field))
  return !isDeepStrictEqual(
    Object.fromEntries(Object.entries(Object(answer)).filter(([field]) => !changing.includes(field))),
    Object.fromEntries(expected),
  )
}
