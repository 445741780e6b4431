import { type SpawnOptions, spawn } from 'node:child_process'
import { once } from 'node:events'
import { setTimeout as sleep } from 'node:timers/promises'

const PATIENCE_MS = 90_000

/** Starts a program, which ends with this process. */
export function launch([program, ...args]: readonly [string, ...string[]], options: SpawnOptions) {
  const child = spawn(program, args, options)
  const exit = once(child, 'exit') as Promise<[code: number | null, signal: NodeJS.Signals | null]>
  const kill = () => child.kill('SIGKILL')
  process.once('exit', kill)
  void exit.finally(() => process.off('exit', kill)).catch(() => undefined)
  const hasEnded = () => child.exitCode !== null || child.signalCode !== null
  return {
    child,
    /** Resolves once `holds` does. Kills the program and rejects if that takes over 90 s, or the program ends before; `log` says why. */
    async until(holds: () => unknown, log = () => '') {
      const end = performance.now() + PATIENCE_MS
      while (!(await holds())) {
        if (hasEnded() || performance.now() > end)
          throw new Error(`${args.join(' ')} did not come so far: ${log()}`, { cause: kill() })
        await sleep(10)
      }
    },
    /** Sends a signal. Resolves when the program has ended, with its exit code or the signal that ended it. */
    async end(signal: NodeJS.Signals) {
      child.kill(signal)
      const [code, by] = await exit
      return code ?? by
    },
  }
}
