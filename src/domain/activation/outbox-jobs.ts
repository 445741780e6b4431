import {
  type ActivationWork,
  type Courier,
  type Job,
  type MemberRegistry,
  type NoticeWork,
  type Outbox,
  type Settlement,
  Unavailable,
  Undeliverable,
} from '../../ports/index.ts'
import { activatedNotices, unfinishedNotice } from './notices.ts'

export interface OutboxCrew {
  outbox: Outbox
  registry: MemberRegistry
  courier: Courier
  /** Hears how an activation ended that its own request could not settle. */
  onSettled(flow: string, settlement: Settlement): void
  /** Hears of a job that was given up, and why: a word of ours, or what was thrown. */
  onGivenUp(kind: Job['work']['kind'], reason: unknown): void
}

/**
 * Tries a job once. What is left undone stays in the outbox for its next try. Throws `Unavailable` where the outbox is out of
 * reach, and on whatever is neither `Unavailable` nor `Undeliverable`.
 */
export function outboxJobs({ outbox, registry, courier, onSettled, onGivenUp }: OutboxCrew) {
  return async ({ id, work, doubtful, last }: Job): Promise<void> => {
    if (work.kind === 'activation') return activate(work, last)
    // A mail may come twice, under one id. A second SMS costs money: none is sent where the first may have left (REL-D5).
    if (work.kind === 'sms' && doubtful) return giveUp(id, work, 'doubtful')
    try {
      await tell(work)
    } catch (error) {
      if (last || isFinal(error)) return giveUp(id, work, error)
      const undone = error instanceof Undeliverable || (error as Unavailable).outcome === 'none'
      return undone ? outbox.release(id) : undefined
    }
    await outbox.remove(id)
  }

  /** Whether another try would end alike; throws on what nobody foresaw. */
  function isFinal(error: unknown): boolean {
    if (error instanceof Undeliverable) return error.why !== 'unreachable'
    if (error instanceof Unavailable) return false
    throw error
  }

  /** The same request under the same key, as often as it takes: the insurer makes one account of it (REL-I3). */
  async function activate(work: ActivationWork, last: boolean): Promise<void> {
    const result = await ask(work)
    if (result === undefined && !last) return
    if (typeof result === 'object')
      return settle(work, { kind: 'done', activatedAt: result.activatedAt }, activatedNotices(work, result))
    await settle(work, { kind: result === 'already-active' ? result : 'unfinished' }, [unfinishedNotice(work)])
    if (result === undefined) onGivenUp(work.kind, 'unanswered')
  }

  /** The insurer's answer; undefined where there is none to rely on. */
  async function ask({ member, account, idempotencyKey }: ActivationWork) {
    try {
      return await registry.activate(member, account, idempotencyKey)
    } catch (error) {
      if (error instanceof Unavailable) return undefined
      throw error
    }
  }

  async function settle({ flow }: ActivationWork, settlement: Settlement, notices: NoticeWork[]): Promise<void> {
    if (await outbox.settle(flow, settlement, notices)) onSettled(flow, settlement)
  }

  function tell({ kind: channel, id, destination, activatedAt, mode }: NoticeWork): Promise<void> {
    if (activatedAt === undefined) return courier.unfinished({ destination, mode, id })
    return courier.activated({ channel, destination, activatedAt, mode, id })
  }

  async function giveUp(id: string, { kind }: NoticeWork, reason: unknown): Promise<void> {
    await outbox.remove(id)
    onGivenUp(kind, reason)
  }
}
