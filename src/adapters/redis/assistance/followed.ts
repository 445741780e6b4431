import { Cluster } from 'ioredis'
import type { Limits } from '../../../config/limits/index.ts'
import type { Sealer } from '../../../domain/crypto/seal.ts'
import { happeningsIn } from '../../../domain/live-record.ts'
import type { Closer, Followed, OpenReading } from '../../../ports/index.ts'
import { referenceKey } from '../../sessions/session-keys.ts'
import type { RedisClient } from '../client.ts'
import { codeStateReader } from '../code-ledger.ts'
import { script } from '../script.ts'
import { keysAmong, keysNamed } from '../slot-keys.ts'
import { orUnavailable } from '../timeouts.ts'
import type { Bell } from './bell.ts'
import { contextOf, pageKeys } from './page-keys.ts'

const CHANNELS = ['email', 'sms'] as const

export interface RedisFollowedParts {
  client: RedisClient
  sealer: Sealer
  limits: Pick<Limits, 'code' | 'assistance'>
  bell: Bell
}

/** The agent's side: it needs no key of the wizard but those of the views. Throws `Unavailable`. */
export function redisFollowed({ client, sealer, limits, bell }: RedisFollowedParts): Followed {
  const run = <Reply>(name: string) => script<Reply>(client, `assistance/${name}`, 'assistance/live-page')
  const attend = run<[since: string, instead: string] | null>('attend-page')
  const keep = run<0 | 1>('keep-page')
  const leave = run<null>('leave-page')
  const read = run<PageReply>('read-page')
  const codeState = codeStateReader(client, limits)
  const { watchSeconds } = limits.assistance

  return {
    async find(reference) {
      const name = await orUnavailable(client.get(referenceKey(reference)))
      return name && (await orUnavailable(client.exists(pageKeys(name)[0]!))) === 1 ? name : undefined
    },

    async attend(page, agent) {
      const reply = await attend(pageKeys(page), [page, agent, watchSeconds])
      if (!reply) return { kind: 'gone' }
      const [since, instead] = reply
      return { kind: 'attending', since: Number(since), ...(instead && { instead }) }
    },

    keep: async (page, agent) => (await keep(pageKeys(page), [page, agent, watchSeconds])) === 1,
    leave: async (page, agent) => void (await leave(pageKeys(page), [page, agent])),

    async read(page) {
      const [reply, email, sms] = await inOnePiece(client, () =>
        Promise.all([read(pageKeys(page), [page]), ...CHANNELS.map(each => codeState(keysNamed(page, each)))] as const),
      )
      const [sealed, names, trail, agent, since, by] = reply
      const text = sealed && sealer.open(sealed, contextOf(page))
      if (!text) return { kind: 'ended', ...(by && { by }) }
      return {
        kind: 'open',
        view: JSON.parse(text),
        happenings: happeningsIn(trail),
        codes: names === page ? { email: email!, sms: sms! } : await codesAmong(names.split(' ')),
        ...(agent && { follower: { agent, since: Number(since) } }),
      }
    },

    listen: bell.listen,
    hears: bell.hears,
  }

  /** While HMAC keys are rotated. */
  async function codesAmong(names: readonly string[]): Promise<OpenReading['codes']> {
    const of = async (channel: string) => codeState(await keysAmong(client, names, channel))
    const [email, sms] = await Promise.all(CHANNELS.map(of))
    return { email: email!, sms: sms! }
  }
}

/** Sends commands in one write if they share a connection, since each write is a system call. */
function inOnePiece<Replies>(client: RedisClient, send: () => Promise<Replies>): Promise<Replies> {
  const stream = client instanceof Cluster ? undefined : client.stream
  stream?.cork()
  const replies = send()
  stream?.uncork()
  return replies
}

type PageReply = [sealed: string, names: string, trail: string[], agent: string, since: string, by: Closer | '']
