import type { z } from 'zod'

/** What a field makes of a typed text: the value it takes, or `✗` and the code of what is wrong. */
export function judge(schema: z.ZodType, typed: string): unknown {
  const parsed = schema.safeParse(typed)
  return parsed.success ? parsed.data : `✗ ${parsed.error.issues[0]!.message}`
}
