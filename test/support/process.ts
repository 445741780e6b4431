import { randomUUID } from 'node:crypto'
import { createInterface } from 'node:readline'
import { freePort } from './free-port.ts'
import { launch } from './launch.ts'
import { type SurroundingsOptions, surroundings } from './surroundings.ts'

export interface Line {
  level: string
  msg: string
  [fact: string]: unknown
}

interface Options extends SurroundingsOptions {
  /** Words for node, before the script. */
  nodeOptions?: readonly string[]
}

export type ServiceProcess = Awaited<ReturnType<typeof startProcess>>

/** The service as operators run it, in a process of its own, and everything that it writes on its outputs. */
export async function startProcess({ nodeOptions = [], ...options }: Options = {}) {
  const around = await surroundings(options)
  const adminPort = await freePort()
  const own = { PORT: String(around.ports[0]), ADMIN_PORT: String(adminPort), LOG_LEVEL: 'info' }
  const env = { PATH: process.env['PATH'], ...around.environment, ...own, ...options.environment }
  const command = [process.execPath, ...nodeOptions, 'src/main.ts'] as const
  const { child, until, end } = launch(command, { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const output: string[] = []
  const marks = new Set<string>()
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream! }).on('line', line => void output.push(line))
  await written('"sys_startup"').catch(async error => {
    await around.stop()
    throw error
  })

  return {
    ...around,
    child,
    /** Every line so far, as written. */
    output,
    /** The lines so far; throws if one is not JSON. */
    lines: () => output.map(line => JSON.parse(line) as Line),
    /** The audit trail of what `act` does. */
    async audited(act: () => Promise<unknown>): Promise<Line[]> {
      await writtenOut()
      const from = output.length
      await act()
      await writtenOut()
      return output
        .slice(from)
        .map(line => JSON.parse(line) as Line)
        .filter(({ msg, requestId }) => msg === 'audit' && !marks.has(String(requestId)))
    },
    writtenOut,
    metrics: async () => (await fetch(`http://127.0.0.1:${adminPort}/metrics`)).text(),
    async stop() {
      await end('SIGTERM')
      await around.stop()
    },
  }

  /** Resolves when all that was written so far has been read: a last request has left its line. */
  async function writtenOut(): Promise<void> {
    const mark = randomUUID()
    marks.add(mark)
    // Refused, and so written to the audit trail at every log level.
    const headers = { 'x-request-id': mark, 'sec-fetch-site': 'cross-site' }
    await fetch(`${around.origin}/mon_compte`, { method: 'POST', headers })
    await written(mark)
  }

  function written(words: string): Promise<void> {
    return until(
      () => output.some(line => line.includes(words)),
      () => output.join('\n'),
    )
  }
}
