import { Cluster } from 'ioredis'
import type { KeyedHash } from '../../domain/crypto/keyed-hash.ts'
import { randomToken } from '../../domain/crypto/random.ts'
import type { Act, Barred, Bucket, Judgement, Limiter, Refused, Settling, Taken } from '../../ports/index.ts'
import type { RedisClient } from './client.ts'
import { inBackground } from './in-background.ts'
import { RedisAct } from './scripts/act.ts'
import { chain, type Link, sendWithNext } from './scripts/chain.ts'
import { type Entry, entriesFor, limitLinks, refusal, type TakeReply } from './scripts/limit-links.ts'

/** Sliding windows (ID-8); on a cluster one call per bucket, in its slot (REL-R4). `hash` hides members (L-5). */
export function redisLimiter(client: RedisClient, hash: KeyedHash): Limiter {
  const links = limitLinks(client)
  const inOne = !(client instanceof Cluster)
  const calls = <Item>(items: Item[]) => (inOne ? [items] : items.map(item => [item]))

  const limiter: Limiter = {
    take: buckets => taking(buckets),

    async takeAfter(first, buckets) {
      if (inOne && first instanceof RedisAct) return taking(buckets, first)
      return first.judge(await first.run()) === 'right' ? taking(buckets) : { allowed: false, barred: true }
    },

    async put(bucket) {
      const ticket = randomToken(16)
      const entries = entriesFor(hash, { ...bucket, replaces: true, firm: true }, ticket)
      const sent = Promise.all(calls(entries).map(call => sendWithNext(client, links.take('take', ticket, call))))
      // If it is lost, so is the save that it is sent with.
      if (inOne) sent.catch(() => undefined)
      else await sent
    },

    ...(inOne && {
      decide: (buckets, act, settlings) => (act instanceof RedisAct ? decided(buckets, act, settlings) : undefined),
    }),
  }
  return limiter

  async function taking(buckets: readonly Bucket[], first?: undefined): Promise<Taken | Refused>
  async function taking(buckets: readonly Bucket[], first?: RedisAct<unknown>): Promise<Taken | Refused | Barred>
  async function taking(buckets: readonly Bucket[], first?: RedisAct<unknown>): Promise<Taken | Refused | Barred> {
    const ticket = randomToken(16)
    const asked = buckets.map(bucket => entriesFor(hash, bucket, ticket))
    const entries = asked.flat()
    const used: number[][] = []
    let refused: Refused | undefined
    const begun = await first?.prepare()
    try {
      for (const call of calls(entries)) {
        const link = links.take(refused ? 'look' : 'take', ticket, call)
        const reply = begun ? await after(first!, begun.link, link) : ((await chain(client, [link]))[0] as TakeReply)
        if (!reply) return { allowed: false, barred: true }
        const [, , added, counts] = reply
        call.forEach((entry, index) => {
          entry.added = added[index] ?? 0
        })
        used.push(...counts)
        refused = refusal(reply, call, refused)
      }
    } catch (error) {
      // If this is lost too, the take lapses.
      return inBackground(() => Promise.all([settled(ticket, entries, {}), begun?.undo()]))(error)
    }
    if (refused) {
      await settled(ticket, entries.filter(wasTaken), {})
      return refused
    }
    let settlings = 0
    return {
      allowed: true,
      used: asked.map(names => fullest(used.splice(0, names.length))),
      async settle(settling, beside) {
        const mine = ++settlings
        const those = entries.filter(entry => wasTaken(entry) || settling.clear?.includes(entry.key))
        // A newer settling must not be overwritten.
        const again = async () => (mine === settlings ? settled(ticket, those, settling) : undefined)
        const sent = settled(ticket, those, settling, beside).catch(inBackground(again))
        // The reply is not awaited: a place that is not given back lapses.
        if (inOne && !beside && !settling.keep?.length) sent.catch(() => undefined)
        else await sent
      },
    }
  }

  /** Undefined if nothing was taken. */
  async function after(first: RedisAct<unknown>, begun: Link, take: Link): Promise<TakeReply | undefined> {
    const [reply, taken] = await chain(client, [begun, { ...take, when: { link: 0, ...first.replies.right! } }])
    return first.judge(first.ran(reply)) === 'right' ? (taken as TakeReply) : undefined
  }

  async function decided<Result>(
    buckets: readonly Bucket[],
    act: RedisAct<Result>,
    settlings: Record<Judgement, Settling>,
  ): Promise<{ allowed: true } | Refused> {
    const ticket = randomToken(16)
    const entries = buckets.flatMap(bucket => entriesFor(hash, bucket, ticket))
    const { link, undo } = await act.prepare()
    const settles = JUDGEMENTS.map(judgement => ({
      ...links.settle(ticket, entries, settlings[judgement], true),
      when: { link: 1, ...act.replies[judgement]! },
    }))
    const all = [links.take('take', ticket, entries), { ...link, when: TAKEN }, ...settles]
    // The outcome is unknown, so all is given back. An entry that ends with the ticket is this take's alone.
    const unknown = entries.map(entry => ({ ...entry, added: 1, kept: entry.entry.endsWith(ticket) }))
    const lost = inBackground(() => Promise.all([settled(ticket, unknown, {}), undo()]))
    const [reply, done] = await chain(client, all).catch(lost)
    const refused = refusal(reply as TakeReply, entries)
    if (!refused) act.ran(done)
    return refused ?? { allowed: true }
  }

  async function settled(ticket: string, entries: Entry[], settling: Settling, beside?: Act<unknown>): Promise<void> {
    const settles = entries.length > 0 ? calls(entries).map(call => links.settle(ticket, call, settling)) : []
    if (inOne && beside instanceof RedisAct) {
      const [reply] = await chain(client, [(await beside.prepare()).link, ...settles])
      return void beside.ran(reply)
    }
    await Promise.all([...settles.map(link => sendWithNext(client, link)), beside?.run()])
  }
}

const TAKEN = { link: 0, at: 0, is: 0 }
const JUDGEMENTS: readonly Judgement[] = ['right', 'wrong', 'none']

function wasTaken({ added }: Entry): boolean {
  return added > 0
}

/** During a key rotation a bucket counts under each name. */
function fullest([first = [], ...others]: readonly number[][]): number[] {
  return first.map((count, window) => Math.max(count, ...others.map(counts => counts[window]!)))
}
