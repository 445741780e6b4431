import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BrowserContext } from 'playwright-core'
import { buildAssets } from '../../src/assets/build.ts'
import type { Mode } from '../../src/ports.ts'
import { launchChromium } from '../../test/support/chromium.ts'
import { freePort } from '../../test/support/free-port.ts'
import { startProcess } from '../../test/support/process.ts'
import { startRedis } from '../../test/support/redis.ts'
import { measure, weighIn } from './figures.ts'
import { startHmpo, startHof } from './peers.ts'
import type { Line } from './report.ts'
import { PAGES, type Visit, visitTo } from './visits.ts'

interface Scope {
  modes: readonly Mode[]
  pages: readonly (typeof PAGES)[number][]
}

export const EVERYTHING: Scope = { modes: ['fr', 'ar', 'both'], pages: PAGES }
export const QUICK: Scope = { modes: ['both'], pages: ['', 'identite', 'email-code'] }

/** Measures the pages of the wizard as it runs in production, and a page of each peer. Rejects when one cannot be opened. */
export async function benchmark({ modes, pages }: Scope): Promise<Line[]> {
  await using undo = new AsyncDisposableStack()
  const folder = await mkdtemp(join(tmpdir(), 'bench-pages-'))
  undo.defer(() => rm(folder, { recursive: true }))
  await buildAssets()
  const service = undo.adopt(await startProcess(PRODUCTION), it => it.stop())
  const redis = undo.adopt(await startRedis(), it => it.stop())
  const port = await freePort()
  const browser = undo.adopt(await launchChromium(`--remote-debugging-port=${port}`), it => it.close())
  const lines: Line[] = []

  for (const mode of modes) {
    const returning = await browser.newContext()
    await weighIn(returning, await visitTo('', mode, service))
    for (const page of pages) await add(await visitTo(page, mode, service), returning, mode)
  }
  for (const start of [() => startHmpo(folder), () => startHof(folder, redis.port)]) {
    const peer = undo.adopt(await start(), it => it.stop())
    const returning = await browser.newContext()
    await weighIn(returning, peer.visit)
    await add(peer.visit, returning)
  }
  return lines

  async function add(visit: Visit, returning: BrowserContext, mode?: Mode): Promise<void> {
    const measured = await measure(visit, browser, port, returning)
    lines.push({ page: visit.path, ...(mode && { mode }), ...measured })
    console.error(`measured ${visit.path} ${mode ?? ''}`)
  }
}

/** With the real puzzle, and without the limits that many members behind one address would meet. */
const PRODUCTION = {
  environment: { NODE_ENV: 'production' },
  limits: { captcha: {}, session: { perIp: [[1000, 60]] } },
}
