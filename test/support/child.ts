import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from './free-port.ts'

const PATIENCE_MS = 30_000

export type Child = Awaited<ReturnType<typeof startChild>>

/** One instance of the service in a process of its own, ready when this resolves; on a free port where PORT is not given. */
export async function startChild(environment: Record<string, string>, nodeOptions: readonly string[] = []) {
  const port = Number(environment['PORT'] ?? (await freePort()))
  const adminPort = await freePort()
  const env = { PATH: process.env['PATH'], ...environment, PORT: String(port), ADMIN_PORT: String(adminPort) }
  const child = spawn(process.execPath, [...nodeOptions, 'src/main.ts'], {
    env,
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  const exit = once(child, 'exit') as Promise<[code: number | null, signal: NodeJS.Signals | null]>
  const killed = () => child.kill('SIGKILL')
  process.once('exit', killed)
  const probe = (path: string) =>
    fetch(`http://127.0.0.1:${adminPort}${path}`, { signal: AbortSignal.timeout(2000) }).catch(() => undefined)

  const until = Date.now() + PATIENCE_MS
  while (!(await probe('/readyz'))?.ok) {
    if (child.exitCode !== null || Date.now() > until)
      throw new Error('the instance did not become ready', { cause: killed() })
    await sleep(25)
  }
  return {
    port,
    adminPort,
    pid: child.pid!,
    probe,
    metrics: async () => (await probe('/metrics'))?.text() ?? '',
    /** Sends a signal. Resolves when the process has ended, with its exit code or the signal that ended it. */
    async end(signal: NodeJS.Signals) {
      child.kill(signal)
      const [code, by] = await exit
      process.off('exit', killed)
      return code ?? by
    },
  }
}
