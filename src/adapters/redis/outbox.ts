import type { OutboxLimits } from '../../config/limits/index.ts'
import { firstStage, isLastTry, outboxStages } from '../../domain/activation/outbox-stages.ts'
import type { KeyedHash } from '../../domain/crypto/keyed-hash.ts'
import type { Sealer } from '../../domain/crypto/seal.ts'
import type { ActivationEnd, ActivationStatus, Outbox, Work } from '../../ports/index.ts'
import type { RedisClient } from './client.ts'
import { inBackground } from './in-background.ts'
import { replication } from './replication.ts'
import { script } from './script.ts'
import { sendWithNext } from './scripts/chain.ts'

/** One hash tag keeps all keys in one cluster slot (REL-R4). */
const JOBS = '{outbox}:jobs'

export interface RedisOutboxParts {
  client: RedisClient
  hash: KeyedHash
  sealer: Sealer
  limits: OutboxLimits
  onReplication?: (acknowledged: boolean) => void
}

/** A stream with one consumer group; each consumer is a stage of waiting. Throws `Unavailable`. */
export function redisOutbox({ client, hash, sealer, limits, onReplication }: RedisOutboxParts): Outbox {
  const run = <Reply>(name: string) => script<Reply>(client, name, 'outbox/outbox')
  const begin = run<null>('outbox/begin-activation')
  const withdraw = run<0 | 1>('outbox/withdraw-activation')
  const finish = run<0 | 1>('outbox/finish-activation')
  const status = run<string | null>('outbox/activation-status')
  const claim = run<ClaimedEntry[]>('outbox/claim-jobs')
  const release = run<null>('outbox/release-job')
  const remove = run<null>('outbox/remove-job')
  const state = run<[depth: number, oldestMs: number, stuck: number]>('outbox/outbox-state')

  const replicated = replication(client, JOBS, onReplication)
  const stages = outboxStages(limits)
  const stageWords = stages.flatMap(({ name, waitSeconds, next }) => [name, waitSeconds * 1000, next])
  const stuckStages = stages.filter(({ stuck }) => stuck).map(({ name }) => name)
  const { lifetimeSeconds } = limits

  return {
    async begin(work) {
      await begin(keysOf(work.flow), [firstStage(work.kind), seal(work, JOB), lifetimeSeconds])
      await replicated()
    },

    withdraw: async flow => (await withdraw(keysOf(flow), [])) === 1,

    async finish(flow, end, notices) {
      const words = notices.flatMap(notice => [firstStage(notice.kind), seal(notice, JOB)])
      const args = [end.kind, seal(end, endOf(flow)), lifetimeSeconds, ...words]
      const counts = await sendWithNext<0 | 1>(client, { script: finish, keys: keysOf(flow), args })
      await replicated()
      return counts === 1
    },

    async status(flow) {
      const found = await status(keysOf(flow), [])
      return found === 'pending'
        ? { kind: found }
        : found === null
          ? undefined
          : open<ActivationStatus>(found, endOf(flow))
    },

    async claim(most) {
      const entries = await claim([JOBS], [most, lifetimeSeconds, ...stageWords])
      return entries.flatMap(([id, ageMs, tries, body]) => {
        const work = open<Work>(body, JOB)
        return work ? [{ id, work, doubtful: tries > 1, last: isLastTry(limits, work.kind, ageMs / 1000) }] : []
      })
    },

    release: id => retried(() => release([JOBS], [id])),
    remove: id => retried(() => remove([JOBS], [id])),

    async state() {
      const [depth, oldestMs, stuck] = await state([JOBS], stuckStages)
      const oldestSeconds = Math.floor(oldestMs / 1000)
      return { depth, oldestSeconds, stuck: stuck > 0 || oldestSeconds >= limits.alarmSeconds }
    },
  }

  /** A lost reply must not let the next worker repeat a finished job. */
  async function retried(write: () => Promise<unknown>): Promise<void> {
    await write().catch(inBackground(write))
  }

  function keysOf(flow: string) {
    return [JOBS, ...hash.all(flow).map(name => `{outbox}:flow:${name}`)]
  }

  function seal(content: Work | ActivationEnd, place: string) {
    return sealer.seal(JSON.stringify(content), place)
  }

  /** Undefined if no key opens it: such a job waits until it expires and raises the alarm. */
  function open<Content>(sealed: string, place: string): Content | undefined {
    // Entries of the previous release were sealed without a place; they expire within a day.
    const text = sealer.open(sealed, place) ?? sealer.open(sealed, 'outbox')
    return text === undefined ? undefined : (JSON.parse(text) as Content)
  }
}

const JOB = 'outbox job'
const endOf = (flow: string): string => `outbox end ${flow}`

type ClaimedEntry = [id: string, ageMs: number, tries: number, body: string]
