import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { openSync } from 'node:fs'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { freePort } from '../support/free-port.ts'
import { walkTo } from '../support/journey.ts'
import { surroundings } from '../support/surroundings.ts'

/** What the log lines go to, and what is left to do to break it. */
const DESTINATIONS: Record<string, () => ['ignore', number | 'pipe', 'pipe']> = {
  'a full disk': () => ['ignore', openSync('/dev/full', 'w'), 'pipe'],
  'a pipe that nobody reads any more': () => ['ignore', 'pipe', 'pipe'],
}

for (const [what, stdio] of Object.entries(DESTINATIONS))
  test(`with ${what} for its log the service goes on, and an alarm is raised (F13)`, { timeout: 30_000 }, async t => {
    const around = await surroundings({ environment: { CAPTCHA: 'off', LOG_LEVEL: 'info' } })
    const adminPort = await freePort()
    const env = { ...process.env, ...around.environment, PORT: String(around.ports[0]), ADMIN_PORT: String(adminPort) }
    const child = spawn(process.execPath, ['src/main.ts'], { env, stdio: stdio() })
    t.after(async () => {
      child.kill('SIGKILL')
      await around.stop()
    })
    child.stdout?.destroy()
    const ended = once(child, 'exit')
    const probe = (path: string) => fetch(`http://127.0.0.1:${adminPort}${path}`, { signal: AbortSignal.timeout(5000) })
    while (!(await probe('/readyz').catch(() => undefined))?.ok) {
      assert.equal(child.exitCode, null, 'the service ended')
      await sleep(20)
    }

    await walkTo(around, around.member(), around.enrol(), 'termine')
    const metrics = await (await probe('/metrics')).text()
    assert.match(metrics, /^wizard_alarm\{name="log"\} 1$/m)
    assert.match(metrics, /^wizard_steps_total\{step="password",move="left",reason=""\} 1$/m)

    child.kill('SIGTERM')
    assert.deepEqual(await ended, [0, null])
  })
