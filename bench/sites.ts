import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import manifest from '../package.json' with { type: 'json' }
import type { Organisation } from '../src/config/organisation.ts'
import type { enrol } from '../test/support/enrol.ts'
import { freePort } from '../test/support/free-port.ts'
import { type Driven, wholeJourney } from './driven.ts'
import { floorPages } from './floor-pages.ts'
import { type Program, ROOT } from './server.ts'
import { wizardProgram } from './wizard.ts'

/** The wizard of this checkout, once more (A/A), and once before all, which is thrown away: what comes first costs more. */
type Ours = 'wizard' | 'copy' | 'first'

/** Something to measure: a server, and how one more member walks through it. */
export interface Site {
  name: 'floor' | 'dutiful floor' | 'before' | Ours
  program: Program
  origin: string
  /** What it takes for the solution of any puzzle. */
  proof?: string
  /** Pattern of its session keys. */
  sessions: string
  walkOnce(member: Driven): Promise<void>
}

interface Surroundings {
  folder: string
  redisUrl: string
  /** Each is handed out once. */
  nextFile(): ReturnType<typeof enrol>
}

/** The wizard of this checkout, by any of its names, or as `before` the one of another at `root`. */
export async function wizardSite(
  { folder, redisUrl, nextFile }: Surroundings,
  environment: Record<string, string>,
  codeSentTo: (destination: string) => Promise<string>,
  name: Ours | 'before',
  root = ROOT,
): Promise<Site> {
  const settings = { ...environment, REDIS_URL: redisUrl }
  const { program, origin } = await wizardProgram({ root, folder, name }, settings)
  return { name, program, origin, sessions: 's:*', walkOnce: member => wholeJourney(member, nextFile(), codeSentTo) }
}

/**
 * The floor: it accepts any code and any proof of the usual length. If it is given the addresses of the far
 * ends, it does its duties too.
 */
export async function floorSite(
  { folder, redisUrl, nextFile }: Surroundings,
  farEnds?: Record<string, string>,
): Promise<Site> {
  const name = farEnds ? 'dutiful floor' : 'floor'
  const organisation = JSON.parse(readFileSync(join(ROOT, 'config/organisations/cnops.json'), 'utf8')) as Organisation
  const pagesFile = join(folder, 'floor-pages.json')
  writeFileSync(pagesFile, JSON.stringify({ organisation, pages: floorPages(organisation) }))
  const port = await freePort()
  const origin = `http://127.0.0.1:${port}`
  const program = {
    // Node's own settings are the wizard's: the same bounds on memory, the same caches.
    command: manifest.scripts.start.replace('src/main.ts', 'bench/floor.ts'),
    environment: {
      ...(farEnds && { ...farEnds, FLOOR_DUTIES: 'yes' }),
      ...{ PORT: String(port), REDIS_URL: redisUrl, FLOOR_PAGES: pagesFile },
    },
    readyUrl: `${origin}/readyz`,
    logFile: join(folder, `${name}.log`),
  }
  const walkOnce = (member: Driven) => wholeJourney(member, nextFile(), async () => '123456')
  return { name, program, origin, proof: '0'.repeat(PROOF_BYTES), sessions: 'floor:*', walkOnce }
}

const PROOF_BYTES = 940
