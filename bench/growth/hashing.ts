import { execFile } from 'node:child_process'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { LAST, leadsTo, PASSWORD } from '../../test/support/journey.ts'
import type { Driven } from '../driven.ts'
import type { Ground, Wizard } from './ground.ts'

const PAGE = 'email'
const PASSWORD_PAGE = 'mot-de-passe'
const WARM_UP = 256
const READERS = 8
const EVERY_MS = 25
const ASKED = 200
const PARTS = 6
/** Sent at once. One may be with the insurer, so that eight are hashed or wait for it. */
const AT_ONCE = 9
const fields = { password: PASSWORD, passwordConfirmation: PASSWORD }

/** Milliseconds of each GET of a page, while nothing else is asked and while passwords are hashed, in each part. */
export interface Latencies {
  idle: number[][]
  hashing: number[][]
  /** How many hashes waited for their turn, at moments during `hashing`. */
  waiting: number[]
  hashed: number
}

/** Idle and busy by turns: a moment in which the machine stands still for other work spoils one part only. Rejects if `passwords` members are too few for the time it takes. */
export async function latencies(ground: Ground, passwords: number): Promise<Latencies> {
  const wizard = await ground.start()
  await ground.send(wizard, wizard.site, WARM_UP)
  const readers: Driven[] = []
  const choosing: Driven[] = []
  await ground.send(
    wizard,
    ground.halfWay(wizard.site, PAGE, member => readers.push(member)),
    READERS,
  )
  const ready = ground.halfWay(wizard.site, PASSWORD_PAGE, member => choosing.push(member))
  await ground.send(wizard, ready, passwords)
  for (const member of choosing) await member.get(PASSWORD_PAGE)
  const found: Latencies = { idle: [], hashing: [], waiting: [], hashed: 0 }
  for (let part = 0; part < PARTS; part++) {
    found.idle.push(await probe(wizard, readers))
    const stop = new AbortController()
    const busy = Promise.all([hash(choosing, found, stop.signal), watchQueue(wizard, found.waiting, stop.signal)])
    found.hashing.push(await probe(wizard, readers))
    stop.abort()
    await busy
    if (!choosing.length) throw new Error('ask for more --passwords: the last was hashed before the page was measured')
  }
  await wizard.stop()
  return found
}

async function hash(choosing: Driven[], found: Latencies, signal: AbortSignal): Promise<void> {
  const oneAfterTheOther = async () => {
    while (!signal.aborted) {
      const member = choosing.pop()
      if (!member) return
      leadsTo(LAST, await member.post(PASSWORD_PAGE, fields))
      found.hashed++
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, oneAfterTheOther))
}

async function watchQueue({ site }: Wizard, waiting: number[], signal: AbortSignal): Promise<void> {
  const metrics = site.program.readyUrl.replace('/readyz', '/metrics')
  while (!signal.aborted) {
    await sleep(500)
    const text = await (await fetch(metrics)).text()
    waiting.push(Number(/^wizard_hash_queue (\d+)$/m.exec(text)![1]))
  }
}

async function probe({ site }: Wizard, readers: readonly Driven[]): Promise<number[]> {
  const script = fileURLToPath(new URL('probe.ts', import.meta.url))
  const args = [script, `${site.origin}/mon_compte/${PAGE}`, String(ASKED), String(EVERY_MS)]
  const { stdout } = await promisify(execFile)(process.execPath, [...args, ...readers.map(({ cookies }) => cookies)])
  return JSON.parse(stdout)
}
