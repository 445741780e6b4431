import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync, readFileSync } from 'node:fs'
import { get } from 'node:http'
import { dirname } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type Cores, onServerCore } from './cores.ts'

export const ROOT = fileURLToPath(new URL('..', import.meta.url))
const PATIENCE_MS = 20_000

export interface ServerProcess {
  pid: number
  /** From the start of the process to the first 200 of its readiness probe. */
  coldStartMs: number
  /** At once: how a server shuts down is not measured. */
  stop(): Promise<void>
}

export interface Program {
  /** What is typed at the root of the project: `node src/main.ts`. */
  command: string
  /** That root, where it is not ours. */
  folder?: string
  environment: Record<string, string>
  readyUrl: string
  logFile: string
}

/** Starts a server on its core. Rejects with the end of its log when it is not ready within 20 s. */
export async function startProcess({ command, folder = ROOT, environment, readyUrl, logFile }: Program, cores: Cores) {
  const log = openSync(logFile, 'w')
  // env, like taskset, becomes the program it is given, and reads settings before it: `UV_THREADPOOL_SIZE=2 node …`; exec is a word of the shell.
  const words = command.split(' ').filter(word => word !== 'exec')
  const [program, ...args] = onServerCore(cores, ['env', ...words])
  const PATH = `${dirname(process.execPath)}:${process.env['PATH']}`
  const env = { PATH, NODE_ENV: 'production', ...environment }
  const startedAt = performance.now()
  const child = spawn(program, args, { cwd: folder, env, stdio: ['ignore', log, log] })
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)

  while (!(await answers(readyUrl))) {
    if (child.exitCode === null && performance.now() - startedAt < PATIENCE_MS) await sleep(5)
    else throw new Error(`${command} is not ready:\n${readFileSync(logFile, 'utf8').slice(-2000)}`)
  }
  const server: ServerProcess = {
    pid: child.pid!,
    coldStartMs: performance.now() - startedAt,
    async stop() {
      const ended = once(child, 'exit')
      kill()
      await ended
      process.off('exit', kill)
    },
  }
  return server
}

function answers(url: string): Promise<boolean> {
  const { promise, resolve } = Promise.withResolvers<boolean>()
  const probe = get(url, response => {
    response.resume()
    resolve(response.statusCode === 200)
  })
  probe.setTimeout(1000, () => probe.destroy())
  probe.once('error', () => resolve(false))
  return promise
}
