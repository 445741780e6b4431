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

/** Withdraws the code unless `stays`. `run` calls `keep`, which throws `Unavailable` if the code has lapsed. */
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
    // If the reply is lost, the code was kept or is being undone; what was reserved may be sent.
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

const PAUSES_MS = [100, 200, 400, 800]

async function settledIssue(ledger: CodeLedger, slot: CodeSlot, code: SealedCode): Promise<Issue> {
  for (const pauseMs of PAUSES_MS) {
    const issue = await ledger.issue(slot, code)
    if (issue.kind !== 'wait' || !issue.unsettled) return issue
    await sleep(pauseMs)
  }
  throw new Unavailable('redis', { outcome: 'none', retryAfterSeconds: UNSETTLED_SECONDS })
}
