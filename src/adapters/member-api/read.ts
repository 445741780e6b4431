import { z } from 'zod'
import { Unavailable } from '../../ports.ts'
import type { Reply } from './send.ts'

const LONGEST_WAIT = 600
const Problem = z.object({ type: z.string(), title: z.string(), status: z.number() })

/** The body of a successful reply; anything else is `Unavailable`, so that nothing is held against the member. */
export function read<Schema extends z.ZodType>(reply: Reply, schema: Schema): z.output<Schema> {
  const body = succeeded(reply) ? schema.safeParse(reply.body) : undefined
  if (body?.success) return body.data
  throw new Unavailable('member-api', {
    cause: { code: body ? 'ERR_SCHEMA' : reply.code, status: reply.status },
    ...(reply.retryAfterSeconds !== undefined && {
      retryAfterSeconds: Math.min(reply.retryAfterSeconds, LONGEST_WAIT),
    }),
  })
}

/** Whether `reply` succeeded and fits `schema`. */
export function fits(schema: z.ZodType): (reply: Reply) => boolean {
  return reply => succeeded(reply) && schema.safeParse(reply.body).success
}

/** The type of the problem the API states with `status`; undefined for a gateway's page of the same status, which says nothing. */
export function problemType(reply: Reply, status: number): string | undefined {
  const problem = reply.status === status ? Problem.safeParse(reply.body) : undefined
  return problem?.data?.type
}

function succeeded({ status }: Reply): boolean {
  return status === 200 || status === 201
}
