import { setTimeout as sleep } from 'node:timers/promises'
import {
  type CodeLedger,
  type CodeSlot,
  type Issue,
  type SealedCode,
  UNSETTLED_SECONDS,
  Unavailable,
} from '../../ports/index.ts'
import { unlessUnavailable } from '../unless-unavailable.ts'

/**
 * As `takeRunSettle`, for a code: issues it, runs what sends it, and withdraws it unless it `stays`, also where the run throws. The run
 * calls `keep` when the message is about to leave, which throws `Unavailable` where the code has been undone by then. A code
 * of which nobody has said that it leaves may be another request's, or have lost its reply: it is waited for, and `Unavailable`
 * thrown where it stays so.
 */
export async function issueRunSettle<Result>(
  ledger: CodeLedger,
  slot: CodeSlot,
  code: SealedCode,
  run: (keep: () => Promise<void>) => Promise<Result>,
  stays: (result: Result) => boolean,
): Promise<Result | Exclude<Issue, { kind: 'issued' }>> {
  const issue = await settledIssue(ledger, slot, code)
  if (issue.kind !== 'issued') return issue
  let kept = false
  const keep = async () => {
    // Where the reply is lost it was kept, or is in the background: what was reserved by then may go out.
    kept = (await ledger.keep(slot, code).catch(unlessUnavailable)) ?? true
    if (!kept) throw new Unavailable('redis', { outcome: 'none' })
  }
  const withdraw = () => ledger.withdraw(slot, code).catch(unlessUnavailable)
  const result = await run(keep).catch(async error => {
    await withdraw()
    throw error
  })
  if (!stays(result)) await withdraw()
  else if (!kept) await keep()
  return result
}

/** Until another request is sent on its way, or what lost its reply is withdrawn. */
const PAUSES_MS = [100, 200, 400, 800]

async function settledIssue(ledger: CodeLedger, slot: CodeSlot, code: SealedCode): Promise<Issue> {
  for (const pause of PAUSES_MS) {
    const issue = await ledger.issue(slot, code)
    if (issue.kind !== 'wait' || !issue.unsettled) return issue
    await sleep(pause)
  }
  throw new Unavailable('redis', { outcome: 'none', retryAfterSeconds: UNSETTLED_SECONDS })
}
