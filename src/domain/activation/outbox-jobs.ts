import {
  type ActivationEnd,
  type ActivationWork,
  type Courier,
  type Job,
  type MemberRegistry,
  type NoticeWork,
  type Outbox,
  Unavailable,
  Undeliverable,
} from '../../ports/index.ts'
import { activatedNotices, unfinishedNotice } from './notices.ts'

export interface OutboxCrew {
  outbox: Outbox
  registry: MemberRegistry
  courier: Courier
  onFinished(flow: string, end: ActivationEnd): void
  onAbandoned(kind: Job['work']['kind'], reason: unknown): void
}

/** Tries a job once; an unfinished one stays in the outbox. Throws `Unavailable` if the outbox cannot be reached. */
export function createOutboxJobs({ outbox, registry, courier, onFinished, onAbandoned }: OutboxCrew) {
  return async ({ id, work, doubtful, last }: Job): Promise<void> => {
    if (work.kind === 'activation') return activate(work, last)
    // A mail sent twice keeps its id; a second SMS costs money, so none is sent if the first may have left (REL-D5).
    if (work.kind === 'sms' && doubtful) return abandon(id, work, 'doubtful')
    try {
      await sendNotice(work)
    } catch (error) {
      if (last || isFinal(error)) return abandon(id, work, error)
      const undone = error instanceof Undeliverable || (error as Unavailable).outcome === 'none'
      return undone ? outbox.release(id) : undefined
    }
    await outbox.remove(id)
  }

  function isFinal(error: unknown): boolean {
    if (error instanceof Undeliverable) return error.why !== 'unreachable'
    if (error instanceof Unavailable) return false
    throw error
  }

  async function activate(work: ActivationWork, last: boolean): Promise<void> {
    const result = await ask(work)
    if (result === undefined && !last) return
    if (typeof result === 'object')
      return finish(work, { kind: 'done', activatedAt: result.activatedAt }, activatedNotices(work, result))
    await finish(work, { kind: result === 'already-active' ? result : 'unfinished' }, [unfinishedNotice(work)])
    if (result === undefined) onAbandoned(work.kind, 'unanswered')
  }

  async function ask({ member, account, idempotencyKey }: ActivationWork) {
    try {
      return await registry.activate(member, account, idempotencyKey)
    } catch (error) {
      if (error instanceof Unavailable) return undefined
      throw error
    }
  }

  async function finish({ flow }: ActivationWork, end: ActivationEnd, notices: NoticeWork[]): Promise<void> {
    if (await outbox.finish(flow, end, notices)) onFinished(flow, end)
  }

  function sendNotice({ kind: channel, id, destination, activatedAt, mode }: NoticeWork): Promise<void> {
    if (activatedAt === undefined) return courier.unfinished({ destination, mode, id })
    return courier.activated({ channel, destination, activatedAt, mode, id })
  }

  async function abandon(id: string, { kind }: NoticeWork, reason: unknown): Promise<void> {
    await outbox.remove(id)
    onAbandoned(kind, reason)
  }
}
