import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { freePort } from '../test/support/free-port.ts'
import type { Browser } from './browser.ts'
import { type FloorPage, PUZZLE_BYTES } from './floor-pages.ts'
import { type Help, walk } from './journey.ts'
import type { Person } from './people.ts'
import { solvedPuzzle } from './puzzle.ts'
import type { Program } from './server-process.ts'
import { wizardProgram } from './wizard.ts'

/** Something to measure: a server, and how one more member walks through it. */
export interface Site {
  name: 'floor' | 'wizard'
  program: Program
  origin: string
  /** Pattern of its session keys. */
  sessions: string
  walkOnce(browser: Browser): Promise<void>
}

interface Surroundings {
  folder: string
  redisUrl: string
  /** Each is handed out once. */
  nextPerson(): Person
}

export async function wizardSite(
  { folder, redisUrl, nextPerson }: Surroundings,
  environment: Record<string, string>,
  codeSentTo: Help['codeSentTo'],
): Promise<Site> {
  const help = { codeSentTo, proof: solvedPuzzle }
  const { program, origin } = await wizardProgram(folder, { ...environment, REDIS_URL: redisUrl })
  return { name: 'wizard', program, origin, sessions: 's:*', walkOnce: browser => walk(browser, nextPerson(), help) }
}

/** The floor: whoever comes may use any code and any proof, of the usual length. */
export async function floorSite(
  { folder, redisUrl, nextPerson }: Surroundings,
  pages: readonly FloorPage[],
): Promise<Site> {
  const pagesFile = join(folder, 'floor-pages.json')
  writeFileSync(pagesFile, JSON.stringify(pages))
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const program = {
    command: 'node bench/floor.ts',
    environment: { PORT: String(port), REDIS_URL: redisUrl, FLOOR_PAGES: pagesFile },
    readyUrl: `${origin}/readyz`,
    logFile: join(folder, 'floor.log'),
  }
  const help: Help = {
    codeSentTo: async () => '123456',
    async proof(browser, path) {
      await browser.get(`captcha?page=${path}`)
      return { altcha: '0'.repeat(PUZZLE_BYTES * 2) }
    },
  }
  return { name: 'floor', program, origin, sessions: 'floor:*', walkOnce: browser => walk(browser, nextPerson(), help) }
}
