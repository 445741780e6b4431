import {
  type Activation,
  type ActivationFate,
  type ActivationWork,
  type MemberRegistry,
  type Outbox,
  Unavailable,
} from '../../ports/index.ts'
import { askedAgain } from '../asked-again.ts'
import { activatedNotices } from './notices.ts'

/** `finishing`: nobody can tell yet; the outbox goes on, and the member is told by e-mail. */
export type Activated = { activatedAt: string } | 'already-active' | 'unknown-member' | 'finishing'

export interface Activations {
  /** Makes an account, or sees to it that it will be made. Throws `Unavailable` where certainly nothing was done by this caller. */
  activate(order: Omit<ActivationWork, 'kind'>): Promise<Activated>
  /** What is known of the flow's activation; undefined where none is under way. Throws `Unavailable`. */
  fate(flow: string): Promise<ActivationFate | undefined>
}

/** Activations that survive this process: written down before they are tried, and settled or left to the workers after (REL-I3). */
export function activations(registry: MemberRegistry, outbox: Outbox): Activations {
  return {
    async activate(order) {
      const work = { kind: 'activation', ...order } as const
      if (!(await begin(work))) return 'finishing'
      try {
        const result = await registry.activate(work.member, work.account, work.idempotencyKey)
        if (typeof result !== 'string') return await settle(work, result)
        const withdrawn = await withdraw(work.flow)
        return result === 'unknown-member' && !withdrawn ? 'finishing' : result
      } catch (error) {
        if (!(error instanceof Unavailable)) throw error
        if (error.outcome === 'none' && (await withdraw(work.flow))) throw error
        return 'finishing'
      }
    },

    fate: flow => outbox.fate(flow),
  }

  /** False where the outbox answered too late, but wrote it down all the same: then it is the workers'. */
  async function begin(work: ActivationWork): Promise<boolean> {
    try {
      await outbox.begin(work)
      return true
    } catch (error) {
      if (!(error instanceof Unavailable)) throw error
      const fate = await askedAgain(() => outbox.fate(work.flow))
      if (fate?.kind === 'pending') return false
      throw error
    }
  }

  /** The account is active, whatever happens here: a job that is left behind only finds out again. */
  async function settle(work: ActivationWork, activation: Activation): Promise<Activated> {
    const { activatedAt } = activation
    const settled = outbox.settle(work.flow, { kind: 'done', activatedAt }, activatedNotices(work, activation))
    await settled.catch(unlessUnavailable)
    return { activatedAt }
  }

  /** Where the reply is lost, what is left of it tells whether it was withdrawn. */
  async function withdraw(flow: string): Promise<boolean> {
    try {
      return await outbox.withdraw(flow)
    } catch (error) {
      unlessUnavailable(error)
      const left = askedAgain(() => outbox.fate(flow))
      return left.then(fate => fate === undefined, unlessUnavailable)
    }
  }
}

function unlessUnavailable(error: unknown): false {
  if (error instanceof Unavailable) return false
  throw error
}
