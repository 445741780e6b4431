import type { IdentityClaim, Question } from '../../ports/index.ts'
import type { SampleMember } from './members.ts'

export function matching(members: readonly SampleMember[], claim: IdentityClaim): SampleMember | undefined {
  const { type, value } = claim.identifier
  return members.find(
    ({ file }) => file[type] === value && file.nationalId === claim.nationalId && file.birthDate === claim.birthDate,
  )
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
  return answered.length === questions.length && questions.every(question => answers[question] === file[question])
}
