import { setTimeout as sleep } from 'node:timers/promises'
import { type Answer, type Call, once, type Target, type To } from './once.ts'

const LONGEST_WAIT_SECONDS = 30
const TRIES = 3
const BUSY = [429, 503]

/** Makes a call, and again if the API is briefly busy. The last answer is the one that counts; the others are given too. */
export async function call(target: Target, to: To, request: Call): Promise<Answer[]> {
  const answers = [await once(target, to, request)]
  while (answers.length < TRIES) {
    const { status, headers } = answers.at(-1)!
    const seconds = Number(headers.get('retry-after') ?? 1)
    if (!BUSY.includes(status) || !(seconds <= LONGEST_WAIT_SECONDS)) break
    await sleep(seconds * 1000)
    answers.push(await once(target, to, request))
  }
  return answers
}
