import type { Also, Check } from '../check.ts'
import type { Sample, SampleMember } from '../sample.ts'
import { type Claim, INVENTED, withZeros, wrongFacts } from './claims.ts'
import { tokenRows } from './token.ts'

const ID = 'checkIdentity'
/** Who is found, who is not, and what the answer gives away. */
export async function identityRows(check: Check, sample: Sample | undefined): Promise<void> {
  const { row, skip } = check
  const none = { status: [404], type: 'no-match' }
  await tokenRows(check, ID, INVENTED, {})
  if (check.target.token === undefined) return skip(ID, 'every other call', 'needs --token-file')
  const { json: nobody } = await row(ID, 'an invented claim', { body: INVENTED }, none)
  const first = sample?.members[0]
  await check.malformed(ID, first?.claim ?? INVENTED, {})
  if (!first) return skip(ID, 'members, wrong facts', 'needs --sample')
  for (const member of sample.members) await handleOf(check, member, member.accountStatus)
  for (const [name, claim] of wrongFacts(first.claim as Claim))
    await row(ID, name, { body: claim }, { ...none, rule: name.includes('year') ? 'yearOnly' : 'allThree' }, json => [
      [told(json) !== told(nobody), 'the answer is another than to an invented claim', 'cause'],
    ])
  const zeros = withZeros(first.claim as Claim)
  if (zeros)
    await row(ID, 'the identifier with a zero more in front', { body: zeros }, { status: [200], rule: 'zeros' })
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
  const { type, value } = (claim as Claim).identifier
  const expected = Object.keys(answers)
  const also: Also = ({ member, questions, accountStatus: status }) => [
    [JSON.stringify(questions) !== JSON.stringify(expected), `questions are not ${expected.join(', ')}`, 'questions'],
    [Array.isArray(questions) && questions.includes(type), `${type} is asked again`, 'askedTwice'],
    [status !== accountStatus, `accountStatus is not ${accountStatus}`, rule],
    [
      [value, (claim as Claim).nationalId].some(fact => contains(String(member), fact)),
      'member holds an identifier',
      'opaque',
    ],
  ]
  const { json } = await check.row(ID, `${name}: found`, { body: claim }, { status: [200] }, also)
  return String(Object(json).member)
}

/** All of an answer that may differ by its cause. */
const told = (json: unknown): string => {
  const { type, title, status, detail } = Object(json)
  return JSON.stringify([type, title, status, detail])
}

const contains = (handle: string, fact: string): boolean =>
  handle.includes(fact) || Buffer.from(handle, 'base64url').includes(fact)
