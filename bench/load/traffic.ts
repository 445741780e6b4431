import { setTimeout as sleep } from 'node:timers/promises'
import type { Page } from '../../test/support/member.ts'
import { Driven, wholeJourney } from '../driven.ts'
import type { Service } from './service.ts'

const TRIES = 6
const RELOAD_MS = 1000
const FINISHING = 'finalisation'
/** Another instance takes a job over when the one that had it has been silent for a while. */
const FINISHING_WAITS = 120

/** One request as the member met it; status 0 if no answer came. */
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
    const member = new Patient(service, requests)
    const journey = wholeJourney(member, service.enrol(), service.codeSentTo)
    under.push(journey.catch(error => void lost.push(String(error))))
    // Members come as they like: the gaps between them are exponential.
    next += (-Math.log(1 - Math.random()) * 1000) / journeysPerSecond
  }
  await Promise.all(under)
  return { seconds: (performance.now() - startedAt) / 1000, journeys: under.length, requests, lost }
}

/** A member who waits a second if a page fails and asks for it again, and sends its form anew: up to five times. */
class Patient extends Driven {
  constructor(service: Service, requests: Request[]) {
    super(service, async ({ method, path }, send) => {
      const startedAt = performance.now()
      const page = await send().catch(() => undefined)
      requests.push({ name: `${method} /${path}`, status: page?.status ?? 0, ms: performance.now() - startedAt })
      if (!page || page.status >= 500) throw new Error(`${method} /${path} gave ${page?.status ?? 'no answer'}`)
      return page
    })
  }

  override get(path: string): Promise<Page> {
    return this.#again(() => super.get(path))
  }

  override async post(path: string, fields: Record<string, string> = {}): Promise<Page> {
    let page = await super.post(path, fields).catch(() => undefined)
    for (let tries = 1; !page && tries < TRIES; tries++) {
      await sleep(RELOAD_MS)
      const shown = await this.get(path)
      // Another status: the form was accepted, only its answer did not arrive.
      const send = async () => super.post(path, { ...fields, ...(await this.proofFor(shown)) })
      page = shown.status === 200 ? await send().catch(() => undefined) : shown
    }
    if (!page) throw new Error(`POST /${path} failed ${TRIES} times`)
    return page.path === FINISHING ? this.#finished() : page
  }

  /** Waits while another instance finishes the activation. */
  async #finished(): Promise<Page> {
    for (let waits = 0; waits < FINISHING_WAITS; waits++) {
      const page = await this.get(FINISHING)
      if (page.status === 303) return page
      await sleep(RELOAD_MS)
    }
    throw new Error(`was asked to wait for over ${FINISHING_WAITS} s`)
  }

  async #again(send: () => Promise<Page>, tries = TRIES): Promise<Page> {
    try {
      return await send()
    } catch (error) {
      if (tries === 1) throw error
      await sleep(RELOAD_MS)
      return this.#again(send, tries - 1)
    }
  }
}
