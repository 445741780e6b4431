import type { Bucket, Limiter, Refused, Settling, Taken } from '../../ports/index.ts'
import { type Ran, takeRunSettle } from '../take-run-settle.ts'

/** A member on one passage through the wizard; `member` is the key by which they are known in every session. */
export interface Holder {
  member: string
  flow: string
}

export interface ActiveSession {
  /** This flow has proved who the member is: it is theirs from here on, and every other of theirs is over. */
  prove(holder: Holder): Promise<void>
  /** Whether no other flow has proved the same member since. */
  isActive(holder: Holder): Promise<boolean>
  /**
   * `takeRunSettle` on behalf of the member: refused as `elsewhere` where another flow has proved the same member since.
   */
  takeRunSettle<Result>(
    holder: Holder,
    buckets: readonly Bucket[],
    run: (taken: Pick<Taken, 'used' | 'settle'>) => Promise<Result>,
    settle: (result: Result) => Settling | undefined,
  ): Promise<Ran<Result> | (Refused & { elsewhere: boolean })>
}

/** One live flow per member (S-11), kept as a limit of one distinct flow, so that asking costs no call of its own. */
export function activeSession(limiter: Limiter, lifetimeSeconds: number): ActiveSession {
  return {
    async prove(holder) {
      await takeRunSettle(
        limiter,
        [{ ...flowOf(holder), replaces: true }],
        async () => {},
        () => undefined,
      )
    },

    async isActive(holder) {
      const ran = await takeRunSettle(
        limiter,
        [flowOf(holder)],
        async () => {},
        () => undefined,
      )
      return ran.allowed
    },

    async takeRunSettle(holder, buckets, run, settle) {
      const live = flowOf(holder)
      const ran = await takeRunSettle(
        limiter,
        [live, ...buckets],
        ({ used, settle }) => run({ used: used.slice(1), settle }),
        settle,
      )
      return ran.allowed ? ran : { ...ran, elsewhere: ran.key === live.key }
    },
  }

  /** Firm: a flow that is the member's stays so, whatever becomes of what it wanted. */
  function flowOf({ member, flow }: Holder): Bucket {
    return { key: `flow:${member}`, windows: [[1, lifetimeSeconds]], item: flow, firm: true }
  }
}
