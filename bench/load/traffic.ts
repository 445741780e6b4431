import { Agent } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, type Browser, openBrowser } from '../browser.ts'
import { walk } from '../journey.ts'
import { solvedPuzzle } from '../puzzle.ts'
import type { Service } from './service.ts'

const TRIES = 6
const RELOAD_MS = 1000
const FINISHING = 'finalisation'
/** Another instance takes a job over when the one that had it has been silent for a while. */
const FINISHING_WAITS = 120

/** One request as the member met it; status 0 where no answer came. */
export interface Request {
  name: string
  status: number
  ms: number
}

export interface Traffic {
  seconds: number
  journeys: number
  requests: Request[]
  /** What ended a journey before its end. */
  lost: string[]
}

/** Sends members in at a mean of `journeysPerSecond`, whether those before them are through or not, and waits for the last. */
export async function traffic(service: Service, journeysPerSecond: number, seconds: number): Promise<Traffic> {
  const requests: Request[] = []
  const lost: string[] = []
  const under: Promise<void>[] = []
  const startedAt = performance.now()
  let next = startedAt
  while (next < startedAt + seconds * 1000) {
    await sleep(Math.max(0, next - performance.now()))
    under.push(oneJourney(service, requests).catch(error => void lost.push(String(error))))
    // Members come as they like: the gaps between them are exponential.
    next += (-Math.log(1 - Math.random()) * 1000) / journeysPerSecond
  }
  await Promise.all(under)
  return { seconds: (performance.now() - startedAt) / 1000, journeys: under.length, requests, lost }
}

/** One member. Where a page fails they wait a second and ask for it again, and send its form anew: up to five times. */
async function oneJourney({ origin, codeSentTo, nextPerson }: Service, requests: Request[]): Promise<void> {
  const agent = new Agent({ keepAlive: true, maxSockets: 1 })
  const browser = openBrowser(origin, agent)
  const patient: Browser = { get, post }
  try {
    await walk(patient, nextPerson(), { codeSentTo, proof: solvedPuzzle })
  } finally {
    agent.destroy()
  }

  async function get(path: string): Promise<Answer> {
    for (let tries = 0; tries < TRIES; tries++) {
      const answer = await timed(`GET /${path.split('?', 1)[0]}`, () => browser.get(path))
      if (answer) return answer
      await sleep(RELOAD_MS)
    }
    throw new Error(`GET /${path} failed ${TRIES} times`)
  }

  async function post(path: string, fields: Record<string, string>): Promise<Answer> {
    for (let tries = 0; tries < TRIES; tries++) {
      const answer = await timed(`POST /${path}`, () => browser.post(path, fields))
      if (answer) return finished(answer)
      await sleep(RELOAD_MS)
      const page = await get(path)
      // It was accepted, only its answer did not arrive.
      if (page.status !== 200) return finished(page)
      Object.assign(fields, await freshFields(page))
    }
    throw new Error(`POST /${path} failed ${TRIES} times`)
  }

  /** Waits where the activation is being finished by another instance. */
  async function finished(answer: Answer): Promise<Answer> {
    if (answer.leadsTo !== FINISHING) return answer
    for (let waits = 0; waits < FINISHING_WAITS; waits++) {
      const { leadsTo } = await get(FINISHING)
      if (leadsTo) return { ...answer, leadsTo }
      await sleep(RELOAD_MS)
    }
    throw new Error(`was told to wait for over ${FINISHING_WAITS} s`)
  }

  /** Undefined where there was no answer, or none of use. */
  async function timed(name: string, request: () => Promise<Answer>): Promise<Answer | undefined> {
    const startedAt = performance.now()
    const answer = await request().catch(() => undefined)
    requests.push({ name, status: answer?.status ?? 0, ms: performance.now() - startedAt })
    return answer && answer.status < 500 ? answer : undefined
  }

  async function freshFields(page: Answer): Promise<Record<string, string>> {
    const [, token] = /name="_token" value="([^"]*)"/.exec(page.body) ?? []
    const proof = page.body.includes('name="altcha"') ? await solvedPuzzle(page, patient) : {}
    return { ...(token && { _token: token }), ...proof }
  }
}
