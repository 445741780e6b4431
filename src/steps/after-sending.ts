import type { Issue } from '../ports.ts'
import { limit } from '../wizard/index.ts'

/**
 * The verdict where no code can be sent any more. A code that was sent a moment ago is as good as one sent now: a second
 * click sends nothing and goes on.
 */
export function afterSending(issue: Issue) {
  return issue.kind === 'exhausted' ? limit(issue.seconds) : undefined
}
