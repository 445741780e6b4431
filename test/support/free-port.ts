import { randomInt } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:net'

/** Below the range from which the system takes the near ends of connections: no test that runs beside this one gets it by chance. */
const [FIRST, LAST] = [20_000, 32_000]
/** Files of tests run beside each other: each process takes its ports from a block of its own, or two would be offered one port. */
const BLOCK = 100
const OWN = FIRST + (process.pid % ((LAST - FIRST) / BLOCK)) * BLOCK

/** A loopback port on which nothing listens. */
export async function freePort(): Promise<number> {
  const port = await unusedPort()
  if (given.has(port)) return freePort()
  given.add(port)
  return port
}

/** A port that nobody listens on yet may be offered twice: a service on it and its probes would have one. */
const given = new Set<number>()

async function unusedPort(): Promise<number> {
  for (;;) {
    const port = given.size < BLOCK / 2 ? randomInt(OWN, OWN + BLOCK) : randomInt(FIRST, LAST)
    const server = createServer().listen(port, '127.0.0.1')
    const listens = await once(server, 'listening').then(
      () => true,
      () => false,
    )
    if (!listens) continue
    server.close()
    await once(server, 'close')
    return port
  }
}
