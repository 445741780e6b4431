import type { Check, Judgement } from '../../ports/index.ts'

/** Wrong is a code that was compared with the live one: replaced, expired and locked ones count against nobody. */
export function judgementOf(check: Check): Judgement {
  if (check.kind === 'right') return 'right'
  return check.kind === 'wrong' || (check.kind === 'locked' && check.judged) ? 'wrong' : 'none'
}
