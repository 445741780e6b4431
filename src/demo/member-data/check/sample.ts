import { readFileSync } from 'node:fs'
import { z } from 'zod'
import type { ApiDocument } from './document.ts'

const Claim = z.record(z.string(), z.unknown())
const Member = z.strictObject({ name: z.string(), claim: Claim, answers: z.record(z.string(), z.string()) })

/** Members of the API's test environment: what each would type. */
const SampleFile = z.strictObject({
  members: z
    .array(Member.extend({ accountStatus: z.enum(['none', 'active']) }))
    .min(1)
    .describe('to identify and question; nothing is changed'),
  nobody: z.array(z.strictObject({ name: z.string(), claim: Claim })).default([]),
  activate: z.array(Member).default([]).describe('without an account; used up with --write'),
})

export type Sample = z.output<typeof SampleFile>
export type SampleMember = z.output<typeof Member>

/** Throws with every problem of the file, or of a claim that does not follow the document. */
export function readSample(file: string, document: ApiDocument): Sample {
  const read = SampleFile.safeParse(JSON.parse(readFileSync(file, 'utf8')))
  if (!read.success) throw new Error(`${file}: ${z.prettifyError(read.error)}`)
  const { members, nobody, activate } = read.data
  for (const { name, claim } of [...members, ...nobody, ...activate]) {
    const [problem] = document.differences('/components/schemas/IdentityClaim', claim)
    if (problem) throw new Error(`${file}: the claim of "${name}": ${problem.what}`)
  }
  return read.data
}
