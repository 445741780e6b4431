import type { OutboxLimits } from '../../config/limits/index.ts'
import { firstStage, isLastTry, outboxStages } from '../../domain/activation/outbox-stages.ts'
import type { ActivationEnd, Outbox, Work } from '../../ports/index.ts'
import { type Clock, ExpiringMap } from './expiring-map.ts'

interface Waiting {
  work: Work
  stage: string
  addedAt: number
  since: number
  tries: number
}

interface Flow {
  job?: string | undefined
  holders: number
  end?: ActivationEnd
}

/** The rules of the Redis scripts; jobs are lost with the process. */
export function memoryOutbox(
  limits: OutboxLimits,
  now: Clock = () => performance.now(),
  onEnd: (flow: string) => void = () => {},
): Outbox {
  const { lifetimeSeconds, alarmSeconds } = limits
  const jobs = new Map<string, Waiting>()
  const flows = new ExpiringMap<Flow>(now)
  const stages = new Map(outboxStages(limits).map(stage => [stage.name, stage]))
  let last = 0

  return {
    async begin(work) {
      const flow = flows.get(work.flow) ?? { holders: 0 }
      if (!flow.job || !jobs.has(flow.job)) Object.assign(flow, { job: add(work, 1), holders: 0 })
      flow.holders++
      flows.set(work.flow, flow, lifetimeSeconds)
    },

    async withdraw(name) {
      const flow = flows.get(name)
      const job = flow?.job === undefined ? undefined : jobs.get(flow.job)
      if (!flow || !job) return false
      flow.holders--
      if (job.tries > 1) return false
      if (flow.holders <= 0) drop(flow)
      return true
    },

    async finish(name, end, notices) {
      const flow = flows.get(name) ?? { holders: 0 }
      drop(flow)
      const before = flow.end?.kind
      if (before === 'done' || (before && end.kind !== 'done')) return false
      flows.set(name, { ...flow, end }, lifetimeSeconds)
      onEnd(name)
      for (const notice of notices) add(notice, 0)
      return true
    },

    async status(name) {
      const { job, end } = flows.get(name) ?? {}
      return job !== undefined && end?.kind !== 'done' ? { kind: 'pending' } : end
    },

    async claim(most) {
      const time = now()
      for (const [id, { addedAt }] of jobs) if (time - addedAt > lifetimeSeconds * 1000) jobs.delete(id)
      const due = [...jobs].filter(([, job]) => time - job.since >= stages.get(job.stage)!.waitSeconds * 1000)
      return due.slice(0, most).map(([id, job]) => {
        Object.assign(job, { stage: stages.get(job.stage)!.next, since: time, tries: job.tries + 1 })
        const ageSeconds = (time - job.addedAt) / 1000
        return { id, work: job.work, doubtful: job.tries > 1, last: isLastTry(limits, job.work.kind, ageSeconds) }
      })
    },

    async release(id) {
      const job = jobs.get(id)
      if (job) Object.assign(job, { tries: 0, since: now() })
    },

    async remove(id) {
      jobs.delete(id)
    },

    async state() {
      const all = [...jobs.values()]
      const oldestSeconds = Math.floor((now() - Math.min(now(), ...all.map(({ addedAt }) => addedAt))) / 1000)
      const stuck = all.some(({ stage }) => stages.get(stage)!.stuck)
      return { depth: all.length, oldestSeconds, stuck: stuck || oldestSeconds >= alarmSeconds }
    },
  }

  function add(work: Work, tries: number) {
    const id = String(++last)
    jobs.set(id, { work, stage: firstStage(work.kind), addedAt: now(), since: now(), tries })
    return id
  }

  function drop(flow: Flow) {
    if (flow.job !== undefined) jobs.delete(flow.job)
    flow.job = undefined
  }
}
