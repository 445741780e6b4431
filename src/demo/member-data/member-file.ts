import { withoutZeros } from '../../domain/fields/leading-zeros.ts'
import type { IdentityClaim, Question } from '../../ports/index.ts'
import type { SampleMember } from './members.ts'

/** The one member whom all three facts fit. If two do, nobody does. */
export function matching(members: readonly SampleMember[], claim: IdentityClaim): SampleMember | undefined {
  const { type, value } = claim.identifier
  const [found, another] = members.filter(
    ({ file }) =>
      same(type, file[type], value) &&
      same('nationalId', file.nationalId, claim.nationalId) &&
      file.birthDate === claim.birthDate,
  )
  return another ? undefined : found
}

/** The identifier that was not claimed, if the member has it, then the question that fits how the member is paid. */
export function questionsFor({ file }: SampleMember, claimed: IdentityClaim['identifier']['type']): Question[] {
  const other = claimed === 'registrationNumber' ? 'employerId' : 'registrationNumber'
  const payment = file.bankAccountLast8 ? 'bankAccountLast8' : 'civilStatusNumber'
  return file[other] ? [other, payment] : [payment]
}

export function answersFit(
  { file }: SampleMember,
  questions: readonly Question[],
  answers: Partial<Record<Question, string>>,
): boolean {
  const answered = Object.keys(answers)
  return (
    answered.length === questions.length &&
    questions.every(question => same(question, file[question], answers[question]))
  )
}

/** A record and what was typed, with and without leading zeros where the document says so. */
function same(fact: Question | 'nationalId', onFile: string | undefined, typed: string | undefined): boolean {
  if (onFile === undefined || typed === undefined) return false
  const zeros = fact === 'bankAccountLast8' || fact === 'civilStatusNumber'
  return zeros ? onFile === typed : withoutZeros(onFile) === withoutZeros(typed)
}
