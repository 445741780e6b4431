import type { Limits } from '../../config/limits/index.ts'
import type { CodeLedger, DayBook, Outbox } from '../../ports/index.ts'
import type { SessionClient } from '../sessions/session-client.ts'
import { memoryCodeLedger } from './code-ledger.ts'
import { memoryDayBook } from './day-book.ts'
import { type Clock, ExpiringMap } from './expiring-map.ts'
import { type MemoryLivePages, memoryLivePages } from './live-pages.ts'
import { memoryOutbox } from './outbox.ts'
import { memorySessionClient } from './session-client.ts'

/** What the wizard and the console share of this process's memory: each has its limits and proofs for itself. */
export interface MemoryStore extends Omit<MemoryLivePages, 'ring'> {
  sessions: SessionClient
  ledger: CodeLedger
  outbox: Outbox
  days: DayBook
}

export function createMemoryStore(
  limits: Pick<Limits, 'code' | 'session' | 'outbox' | 'assistance'>,
  { now, references = new ExpiringMap(now) }: { now?: Clock; references?: ExpiringMap<string> } = {},
): MemoryStore {
  const ledger = memoryCodeLedger(limits, now, flow => pages.ring(flow))
  const pages = memoryLivePages(ledger, references, limits.assistance, now)
  return {
    sessions: memorySessionClient(references, now),
    ledger,
    outbox: memoryOutbox(limits.outbox, now, flow => pages.ring(flow)),
    days: memoryDayBook(now),
    shared: pages.shared,
    followed: pages.followed,
  }
}
