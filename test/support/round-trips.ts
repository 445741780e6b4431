import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { Redis } from 'ioredis'
import { isDayKey } from './dump.ts'

/** Watches what others send to a Redis server. Each command is a round trip; what scripts do inside of it is none. */
export async function watchRoundTrips(url: string) {
  const client = new Redis(url)
  const monitor = await client.monitor()
  let sent: string[] = []
  monitor.on('monitor', (_time: string, words: string[], source: string) => {
    const [command = '', argument = ''] = words
    if (command.toLowerCase() === 'echo') monitor.emit(`echo ${argument}`)
    else if (source !== 'lua' && !isByTheClock(words)) sent.push(command.toLowerCase())
  })

  return {
    /** The names of the commands that were sent while `work` ran, in their order. */
    async during<Result>(work: () => Promise<Result>): Promise<{ result: Result; commands: string[] }> {
      await caughtUp()
      sent = []
      const result = await work()
      await caughtUp()
      return { result, commands: [...sent] }
    },
    stop(): void {
      monitor.disconnect()
      client.disconnect()
    },
  }

  /** Resolves when all that was sent so far has been seen. */
  async function caughtUp(): Promise<void> {
    const mark = randomUUID()
    const seen = once(monitor, `echo ${mark}`, { signal: AbortSignal.timeout(5000) })
    await client.echo(mark)
    await seen
  }
}

/** What is done by the clock is no part of any request: those scripts have the jobs, or a day of the day book, for their only key. */
function isByTheClock([, , keys, first = '']: string[]): boolean {
  return keys === '1' && (first === '{outbox}:jobs' || isDayKey(first))
}
