import type { Act, Barred, Bucket, Judgement, Limiter, Refused, Settling, Taken } from '../../ports/index.ts'
import { actTakeRunSettle, type Ran, takeActSettle, takeRunSettle } from '../take-run-settle.ts'

/** A member in one flow; `member` is the same key in every session. */
export interface Holder {
  member: string
  flow: string
}

/** The bucket that holds the member's last flow and nothing else, and that flow. */
export const lastOf = ({ member, flow }: Holder) =>
  ({ key: `flow:${member}`, of: ['flow', ofMember(member)], item: flow }) satisfies Partial<Bucket>

export const ofMember = (member: string): string => `member:${member}`

export interface ActiveSession {
  /** This flow proved who the member is: it becomes the active one and ends the member's others. Save the session right after. */
  prove(holder: Holder): Promise<void>
  isActive(holder: Holder): Promise<boolean>
  /** `takeRunSettle` for a member; refused with `elsewhere` if another flow has proved the same member since. */
  takeRunSettle<Result>(
    holder: Holder,
    buckets: readonly Bucket[],
    run: (taken: Pick<Taken, 'used' | 'settle'>) => Promise<Result>,
    settle: (result: Result) => Settling | undefined,
  ): Promise<Ran<Result> | Turned>
  actTakeRunSettle<Result>(
    first: Act<unknown>,
    holder: Holder,
    buckets: readonly Bucket[],
    run: (taken: Pick<Taken, 'used' | 'settle'>) => Promise<Result>,
    settle: (result: Result) => Settling | undefined,
  ): Promise<Ran<Result> | Turned | Barred>
  takeActSettle<Result>(
    holder: Holder,
    buckets: readonly Bucket[],
    act: Act<Result>,
    settlings: Record<Judgement, Settling>,
  ): Promise<{ allowed: true } | Turned>
}

export type Turned = Refused & { elsewhere: boolean }

/** One per member (S-11), stored as a limit of one distinct flow, so that the check needs no further Redis call. */
export function createActiveSession(limiter: Limiter, lifetimeSeconds: number): ActiveSession {
  return {
    prove: holder => limiter.put(flowOf(holder)),

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
      const ran = await takeRunSettle(limiter, [live, ...buckets], beside(run), settle)
      return ran.allowed ? ran : turned(ran, live)
    },

    async actTakeRunSettle(first, holder, buckets, run, settle) {
      const live = flowOf(holder)
      const ran = await actTakeRunSettle(limiter, first, [live, ...buckets], beside(run), settle)
      return ran.allowed || 'barred' in ran ? ran : turned(ran, live)
    },

    async takeActSettle(holder, buckets, act, settlings) {
      const live = flowOf(holder)
      const ran = await takeActSettle(limiter, [live, ...buckets], act, settlings)
      return ran.allowed ? ran : turned(ran, live)
    },
  }

  /** The member's own buckets begin after that of the flow. */
  function beside<Result>(run: (taken: Pick<Taken, 'used' | 'settle'>) => Promise<Result>) {
    return ({ used, settle }: Pick<Taken, 'used' | 'settle'>) => run({ used: used.slice(1), settle })
  }

  function turned(refused: Refused, { key }: Bucket): Turned {
    return { ...refused, elsewhere: refused.key === key }
  }

  function flowOf(holder: Holder): Bucket & { item: string } {
    return { ...lastOf(holder), windows: [[1, lifetimeSeconds]], firm: true }
  }
}
