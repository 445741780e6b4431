import type { Job, Outbox, OutboxState } from '../../ports/index.ts'

const AT_A_TIME = 20

export interface OutboxWorkerParts {
  outbox: Outbox
  perform(job: Job): Promise<void>
  pollMs: number
  onState(state: OutboxState): void
  onError(error: unknown): void
}

/** Polls the outbox and runs due jobs. `stop` resolves when the running jobs have ended. */
export function startOutboxWorker({ outbox, perform, pollMs, onState, onError }: OutboxWorkerParts) {
  const inHand = new Set<Promise<void>>()
  let stopped = false
  let look = Promise.resolve()
  let timer = setTimeout(poll, pollMs).unref()

  return {
    async stop(): Promise<void> {
      stopped = true
      clearTimeout(timer)
      await look
      await Promise.all(inHand)
    },
  }

  function poll(): void {
    look = claim()
      .catch(onError)
      .then(() => {
        if (!stopped) timer = setTimeout(poll, pollMs).unref()
      })
  }

  async function claim(): Promise<void> {
    const free = AT_A_TIME - inHand.size
    for (const job of free > 0 ? await outbox.claim(free) : []) begin(job)
    onState(await outbox.state())
  }

  function begin(job: Job): void {
    const done = perform(job)
      .catch(onError)
      .finally(() => inHand.delete(done))
    inHand.add(done)
  }
}
