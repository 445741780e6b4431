import { setTimeout as sleep } from 'node:timers/promises'
import {
  type Act,
  type CodeLedger,
  type CodeSlot,
  type Issue,
  type SealedCode,
  UNSETTLED_SECONDS,
  Unavailable,
  unlessUnavailable,
} from '../../ports/index.ts'

/** Keeps the code and whatever `place` keeps beside it. Throws `Unavailable` if the code has lapsed. */
type Keep = (place: (beside: Act<unknown>) => Promise<unknown>) => Promise<void>

/** `run` issues the code, or returns undefined if none was issued; the code is withdrawn unless `stays`. */
export async function issueRunSettle<Result>(
  ledger: CodeLedger,
  slot: CodeSlot,
  code: SealedCode,
  run: (issuing: Act<Issue>, keep: Keep) => Promise<Result | undefined>,
  stays: (result: Result) => boolean,
): Promise<Result | Exclude<Issue, { kind: 'issued' }>> {
  let kept = false
  const keep: Keep = async place => {
    const keeping = ledger.keeping(slot, code)
    await place(keeping)
    // If the reply is lost, the code was kept or is being undone; what was reserved may be sent.
    kept = keeping.result ?? true
    if (!kept) throw new Unavailable('redis', { outcome: 'none' })
  }
  const withdraw = () => ledger.withdraw(slot, code).catch(unlessUnavailable)
  for (const pauseMs of PAUSES_MS) {
    const issuing = ledger.issuing(slot, code)
    const result = await run(issuing, keep).catch(async error => {
      if (issuing.result?.kind === 'issued') await withdraw()
      throw error
    })
    const issue = issuing.result!
    if (issue.kind === 'issued') {
      if (!stays(result!)) await withdraw()
      else if (!kept) await keep(keeping => keeping.run().catch(unlessUnavailable))
      return result!
    }
    if (issue.kind !== 'wait' || !issue.unsettled) return issue
    await sleep(pauseMs)
  }
  throw new Unavailable('redis', { outcome: 'none', retryAfterSeconds: UNSETTLED_SECONDS })
}

const PAUSES_MS = [100, 200, 400, 800]
