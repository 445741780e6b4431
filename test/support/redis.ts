import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { connectRedis, type RedisClient, ready } from '../../src/adapters/redis/client.ts'
import { freePort } from './free-port.ts'
import { ensureInstalled } from './install.ts'

export interface TestRedis {
  url: string
  port: number
  /** Connected, and disconnected by `stop`. */
  client(url?: string): Promise<RedisClient>
  /** Freezes the server as it is, until `thaw`. */
  freeze(): void
  thaw(): void
  stop(): Promise<void>
}

/** A redis-server of one's own on a free loopback port, which keeps nothing. `settings` are further command-line words. */
export async function startRedis(...settings: string[]): Promise<TestRedis> {
  const binary = await ensureInstalled('redis-server', 'redis-server')
  const port = await freePort()
  const folder = await mkdtemp(join(tmpdir(), 'redis-'))
  const server = spawn(binary, [...serverOptions(port, folder), ...settings], { stdio: ['ignore', 'pipe', 'inherit'] })
  const kill = () => server.kill('SIGKILL')
  process.once('exit', kill)
  await accepting(server)

  const url = `redis://127.0.0.1:${port}`
  const clients: RedisClient[] = []
  return {
    url,
    port,
    async client(at = url) {
      const client = connectRedis(at)
      clients.push(client)
      await ready(client)
      return client
    },
    freeze: () => void server.kill('SIGSTOP'),
    thaw: () => void server.kill('SIGCONT'),
    async stop() {
      for (const client of clients) client.disconnect()
      if (kill()) await once(server, 'exit')
      process.off('exit', kill)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function serverOptions(port: number, folder: string) {
  const network = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder]
  return [...network, '--save', '', '--appendonly', 'no', '--maxmemory-policy', 'noeviction']
}

async function accepting(server: ChildProcess) {
  const started = (async () => {
    let log = ''
    for await (const chunk of server.stdout!.iterator({ destroyOnReturn: false })) {
      log += chunk
      if (log.includes('Ready to accept connections')) return
    }
    throw new Error(`redis-server ended before it listened:\n${log}`)
  })()
  const late = async () => {
    await sleep(10_000, undefined, { ref: false })
    throw new Error('redis-server did not listen within 10 s')
  }
  await Promise.race([started, late()])
  // Its log must keep flowing, or the server would stop once the pipe is full.
  server.stdout!.resume()
}
