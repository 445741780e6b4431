import type { ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { freePort } from './free-port.ts'
import { ensureInstalled } from './install.ts'
import { launch } from './launch.ts'

export type RedisNode = Awaited<ReturnType<typeof startNode>>

/** One redis-server on a free loopback port, in a folder of its own, which keeps nothing. `words` follow on its command line. */
export async function startNode(...words: string[]) {
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'redis-'))
  const quick = ['--save', '', '--appendonly', 'no', '--repl-diskless-sync-delay', '0']
  const common = ['--dir', folder, ...quick, '--maxmemory-policy', 'noeviction']
  let server = await startServer(port, [...common, ...words])
  return {
    port,
    /** Like a power cut: at once, and nothing is saved. */
    kill: () => killServer(server),
    /** Starts it anew, empty, where it was. */
    async restart() {
      await killServer(server)
      server = await startServer(port, [...common, ...words])
    },
    /** Stops it as it is, connections and all, until `thaw`. */
    freeze: () => void server.kill('SIGSTOP'),
    thaw: () => void server.kill('SIGCONT'),
    async stop() {
      await killServer(server)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** A redis-server, or with `--sentinel` behind its file a sentinel, that this process takes with it when it ends. */
export async function startServer(port: number, words: readonly string[]): Promise<ChildProcess> {
  const binary = await ensureInstalled('redis-server', 'redis-server')
  const command = [binary, ...words, '--port', `${port}`, '--bind', '127.0.0.1'] as const
  const { child, until } = launch(command, { stdio: ['ignore', 'pipe', 'inherit'] })
  let log = ''
  // Its log must keep flowing, or the server would stop once the pipe is full.
  child.stdout!.on('data', chunk => {
    log = `${log}${chunk}`.slice(-5000)
  })
  await until(
    () => /Ready to accept connections|Sentinel ID is/.test(log),
    () => log,
  )
  return child
}

export async function killServer(server: ChildProcess): Promise<void> {
  if (server.exitCode === null && server.signalCode === null && server.kill('SIGKILL')) await once(server, 'exit')
}
