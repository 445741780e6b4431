import type { Bucket, Limiter, Refused, Settling, Taken } from '../../ports/index.ts'
import { type Ran, takeRunSettle } from '../take-run-settle.ts'

/** A member in one flow; `member` is the same key in every session. */
export interface Holder {
  member: string
  flow: string
}

/** The bucket that holds the member's last flow and nothing else. */
export const lastKey = (member: string): string => `flow:${member}`

export interface ActiveSession {
  /** This flow proved who the member is: it becomes the active one and ends the member's others. */
  prove(holder: Holder): Promise<void>
  isActive(holder: Holder): Promise<boolean>
  /** `takeRunSettle` for a member; refused with `elsewhere` if another flow has proved the same member since. */
  takeRunSettle<Result>(
    holder: Holder,
    buckets: readonly Bucket[],
    run: (taken: Pick<Taken, 'used' | 'settle'>) => Promise<Result>,
    settle: (result: Result) => Settling | undefined,
  ): Promise<Ran<Result> | (Refused & { elsewhere: boolean })>
}

/** One per member (S-11), stored as a limit of one distinct flow, so that the check needs no further Redis call. */
export function createActiveSession(limiter: Limiter, lifetimeSeconds: number): ActiveSession {
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

  function flowOf({ member, flow }: Holder): Bucket {
    return { key: lastKey(member), windows: [[1, lifetimeSeconds]], item: flow, firm: true }
  }
}
