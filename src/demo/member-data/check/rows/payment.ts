import type { Check } from '../check.ts'
import type { Sample } from '../sample.ts'
import { changed } from './claims.ts'
import { handleOf } from './identity.ts'
import { tokenRows } from './token.ts'

const ID = 'checkPayment'
const UNKNOWN = { status: [404], type: 'unknown-member' }
/** For a question that was not asked. */
const ANSWERS: Record<string, string> = {
  registrationNumber: '999999999',
  employerId: '9999999',
  bankAccountLast8: '00000000',
  civilStatusNumber: '999999/1901',
}

/** Which answers are verified. */
export async function paymentRows(check: Check, sample: Sample | undefined): Promise<void> {
  const { row, skip } = check
  const invented = { answers: { bankAccountLast8: '00000000' } }
  await tokenRows(check, ID, invented, { member: 'no-such-member' })
  if (check.target.token === undefined) return skip(ID, 'every other call', 'needs --token-file')
  await row(ID, 'a handle that nobody has', { member: 'no-such-member', body: invented }, UNKNOWN)
  const odd = { member: 'no!', body: invented }
  await row(ID, 'malformed: a handle of another form', odd, {
    status: [400, 404],
    type: 'unknown-member',
    rule: 'handleForm',
  })
  if (!sample) return skip(ID, 'right and wrong answers', 'needs --sample')
  for (const member of sample.members) {
    const handle = await handleOf(check, member, member.accountStatus)
    const ask = (
      name: string,
      answers: Record<string, string>,
      verified: boolean,
      rule: 'verified' | 'tooFew' | 'activeToo',
    ) =>
      row(ID, `${member.name}: ${name}`, { member: handle, body: { answers } }, { status: [200], rule }, json => [
        [json['verified'] !== verified, `verified is not ${verified}`, rule],
      ])
    if (member === sample.members[0]) {
      await check.malformed(ID, { answers: member.answers }, { member: handle })
      // The handle from before must still be known.
      await handleOf(check, member, member.accountStatus)
    }
    await ask('the right answers', member.answers, true, member.accountStatus === 'active' ? 'activeToo' : 'verified')
    const questions = Object.keys(member.answers)
    for (const question of questions)
      await ask(
        `a wrong ${question}`,
        { ...member.answers, [question]: changed(member.answers[question]!) },
        false,
        'verified',
      )
    const [one] = questions
    if (questions.length > 1) await ask('an answer too few', { [one!]: member.answers[one!]! }, false, 'tooFew')
    const other = Object.keys(ANSWERS).find(question => !questions.includes(question))!
    await ask('an answer too many', { ...member.answers, [other]: ANSWERS[other]! }, false, 'tooFew')
  }
}
