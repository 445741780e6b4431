import { z } from 'zod'
import type { Reply } from './reply.ts'

const Problem = z.object({ type: z.string(), title: z.string(), status: z.number() })

/** Makes a reply of an HTTP answer, whose success must be `schema`'s. */
export function read<Schema extends z.ZodType>(
  { status, data, headers }: { status: number; data: string; headers: Record<string, unknown> },
  schema: Schema,
): Reply<z.output<Schema>> {
  const json = parsed(data)
  const retryAfterSeconds = seconds(headers['retry-after'])
  if (status === 200 || status === 201) {
    const { data: body } = schema.safeParse(json)
    return { status, body, unsure: body === undefined, ...(body === undefined && { code: 'ERR_SCHEMA' }) }
  }
  const problem = Problem.safeParse(json).data?.type
  return { status, problem, retryAfterSeconds, unsure: mayBeDone(status, problem) }
}

/** 503 says that nothing was done, where the API says it; any other failure of a server says nothing (member-api.yaml). */
function mayBeDone(status: number, problem: string | undefined): boolean {
  return status < 300 || (status >= 500 && !(status === 503 && problem !== undefined))
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
