import { z } from 'zod'
import { faultOf, type Question, refusalOf } from './answers.ts'
import type { Reply } from './reply.ts'

const Problem = z.object({ type: z.string(), title: z.string(), status: z.number() })

export function read<Schema extends z.ZodType>(
  { status, data, headers }: { status: number; data: string; headers: Record<string, unknown> },
  question: Question,
  schema: Schema,
): Reply<z.output<Schema>> {
  const json = parsed(data)
  const retryAfterSeconds = seconds(headers['retry-after'])
  if (status === 200 || status === 201) {
    const { data: body } = schema.safeParse(json)
    return { status, body, unsure: body === undefined, ...(body === undefined && { code: 'ERR_SCHEMA' }) }
  }
  const type = lastSegment(Problem.safeParse(json).data?.type)
  const refusal = refusalOf(question, status, type)
  const fault = refusal ? undefined : faultOf(status)
  return { status, refusal, fault, retryAfterSeconds, unsure: mayBeDone(status, type) }
}

/** Only a 503 from the API itself guarantees that nothing was done (member-api.yaml). */
function mayBeDone(status: number, type: string | undefined): boolean {
  return status < 300 || (status >= 500 && !(status === 503 && type !== undefined))
}

/** The last segment of a problem's type; undefined for `about:blank`, which frameworks and gateways send. */
function lastSegment(type: string | undefined): string | undefined {
  const path = type && URL.parse(type, 'https://problem.invalid/')?.pathname
  return path?.includes('/') ? path.split('/').at(-1) : undefined
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

function seconds(retryAfter: unknown): number | undefined {
  return typeof retryAfter === 'string' && /^\d{1,9}$/.test(retryAfter) ? Number(retryAfter) : undefined
}
