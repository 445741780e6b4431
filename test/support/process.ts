import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './free-port.ts'
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
  const child = spawn(process.execPath, [...nodeOptions, 'src/main.ts'], { env, stdio: ['ignore', 'pipe', 'pipe'] })
  const output: string[] = []
  const marks = new Set<string>()
  for (const stream of [child.stdout, child.stderr])
    createInterface({ input: stream }).on('line', line => void output.push(line))
  await waitFor(() => output.some(line => line.includes('"sys_startup"')), child, output).catch(async error => {
    child.kill('SIGKILL')
    await around.stop()
    throw error
  })

  return {
    ...around,
    child,
    /** Every line so far, as written. */
    output,
    /** The lines so far; throws where one is not JSON. */
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
      if (child.exitCode === null) {
        child.kill('SIGTERM')
        await once(child, 'exit')
      }
      await around.stop()
    },
  }

  /** Resolves when all that was written so far has been read: a last request has left its line. */
  async function writtenOut(): Promise<void> {
    const mark = randomUUID()
    marks.add(mark)
    // Refused, and so told in the audit trail at every log level.
    const headers = { 'x-request-id': mark, 'sec-fetch-site': 'cross-site' }
    await fetch(`${around.origin}/mon_compte`, { method: 'POST', headers })
    await waitFor(() => output.some(line => line.includes(mark)), child, output)
  }
}

async function waitFor(condition: () => boolean, child: ChildProcess, output: readonly string[]): Promise<void> {
  const until = Date.now() + 20_000
  while (!condition()) {
    if (child.exitCode !== null || Date.now() > until)
      throw new Error(`the service did not write what was waited for:\n${output.join('\n')}`)
    await sleep(10)
  }
}
