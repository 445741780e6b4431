import type { Bucket, Limiter, Refused, Taken } from '../ports.ts'

/** A member on one passage through the wizard; `member` is the key by which they are known in every session. */
export interface Holder {
  member: string
  flow: string
}

export interface LiveFlows {
  /** This flow has proved who the member is: it is theirs from here on, and every other of theirs is over. */
  prove(holder: Holder): Promise<void>
  /** Takes from `buckets` on behalf of the member; `elsewhere`: another flow has proved the same member since. */
  take(holder: Holder, buckets: readonly Bucket[]): Promise<Taken | (Refused & { elsewhere: boolean })>
}

/** One live flow per member (S-11), kept as a limit of one distinct flow, so that asking costs no call of its own. */
export function liveFlows(limiter: Limiter, lifetimeSeconds: number): LiveFlows {
  return {
    async prove(holder) {
      await limiter.take([{ ...flowOf(holder), replaces: true }])
    },

    async take(holder, buckets) {
      const live = flowOf(holder)
      const taken = await limiter.take([live, ...buckets])
      if (!taken.allowed) return { ...taken, elsewhere: taken.key === live.key }
      return { ...taken, used: taken.used.slice(1) }
    },
  }

  function flowOf({ member, flow }: Holder): Bucket {
    return { key: `flow:${member}`, windows: [[1, lifetimeSeconds]], item: flow }
  }
}
