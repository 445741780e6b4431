import {
  type Activation,
  type ActivationStatus,
  type ActivationWork,
  type MemberRegistry,
  type Outbox,
  Unavailable,
} from '../../ports/index.ts'
import { askedAgain } from '../asked-again.ts'
import { activatedNotices } from './notices.ts'

/** `finishing`: the outcome is unknown; the outbox retries and the member gets the result by e-mail. */
export type Activated = { activatedAt: string } | 'already-active' | 'unknown-member' | 'finishing'

export interface Activations {
  /** Creates the account or queues its creation. Throws `Unavailable` if this call certainly changed nothing. */
  activate(order: Omit<ActivationWork, 'kind'>): Promise<Activated>
  status(flow: string): Promise<ActivationStatus | undefined>
}

/** Stored in the outbox before the first try, so that no crash loses an activation (REL-I3). */
export function createActivations(registry: MemberRegistry, outbox: Outbox): Activations {
  return {
    async activate(order) {
      const work = { kind: 'activation', ...order } as const
      if (!(await begin(work))) return 'finishing'
      try {
        const result = await registry.activate(work.member, work.account, work.idempotencyKey)
        if (typeof result !== 'string') return finish(work, result)
        const withdrawn = await withdraw(work.flow)
        return result === 'unknown-member' && !withdrawn ? 'finishing' : result
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error
        if (error.outcome === 'none' && (await withdraw(work.flow))) throw error
        return 'finishing'
      }
    },

    status: flow => outbox.status(flow),
  }

  /** False if the outbox stored the work but replied too late: a worker continues it. */
  async function begin(work: ActivationWork): Promise<boolean> {
    try {
      await outbox.begin(work)
      return true
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error
      const status = await askedAgain(() => outbox.status(work.flow))
      if (status?.kind === 'pending') return false
      throw error
    }
  }

  /** The account is active even if this write fails: a worker then repeats the request and gets the same answer. So nobody waits for it. */
  function finish(work: ActivationWork, activation: Activation): Activated {
    const { activatedAt } = activation
    const finished = outbox.finish(work.flow, { kind: 'done', activatedAt }, activatedNotices(work, activation))
    void finished.catch(unlessUnavailable)
    return { activatedAt }
  }

  async function withdraw(flow: string): Promise<boolean> {
    try {
      return await outbox.withdraw(flow)
    } catch (error) {
      unlessUnavailable(error)
      const left = askedAgain(() => outbox.status(flow))
      return left.then(status => status === undefined, unlessUnavailable)
    }
  }
}

function unlessUnavailable(error: unknown): false {
  if (error instanceof Unavailable) return false
  throw error
}
