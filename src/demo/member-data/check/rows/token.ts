import type { Check } from '../check.ts'

/** A call without the token is refused before anything else of it is looked at. */
export async function tokenRows(
  { row, target }: Check,
  id: string,
  right: unknown,
  call: { member?: string; headers?: Record<string, string> },
) {
  const refused = { status: [401] }
  await row(id, 'without a token', { ...call, body: right, token: null }, refused)
  await row(id, 'with a wrong token', { ...call, body: right, token: `${target.token ?? ''}x` }, refused)
  await row(id, 'without a token, malformed', { ...call, body: {}, token: null }, { status: [401], rule: 'tokenFirst' })
}
