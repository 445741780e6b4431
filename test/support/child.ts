import { freePort } from './free-port.ts'
import { launch } from './launch.ts'

export type Child = Awaited<ReturnType<typeof startChild>>

/** One instance of the service in a process of its own, ready when this resolves; on a free port if PORT is not given. */
export async function startChild(environment: Record<string, string>, nodeOptions: readonly string[] = []) {
  const port = Number(environment['PORT'] ?? (await freePort()))
  const adminPort = await freePort()
  const env = { PATH: process.env['PATH'], ...environment, PORT: String(port), ADMIN_PORT: String(adminPort) }
  const command = [process.execPath, ...nodeOptions, 'src/main.ts'] as const
  const { child, until, end } = launch(command, { env, stdio: ['ignore', 'ignore', 'inherit'] })
  const probe = (path: string) =>
    fetch(`http://127.0.0.1:${adminPort}${path}`, { signal: AbortSignal.timeout(2000) }).catch(() => undefined)
  await until(async () => (await probe('/readyz'))?.ok)
  return { port, adminPort, pid: child.pid!, probe, end, metrics: async () => (await probe('/metrics'))?.text() ?? '' }
}
