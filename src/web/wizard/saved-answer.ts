import { setTimeout as sleep } from 'node:timers/promises'
import type { Request } from 'express'
import { SessionNewer } from '../../ports/index.ts'
import type { Step } from '../../wizard/step.ts'
import { reloadSession, saveSession } from '../middleware/session.ts'
import { answersOf } from '../position.ts'

/** Longer than a form takes from the check of its code to the saved session. */
const TWIN_MS = 300

/** False if another form has changed the session: its version stays, and decides the redirect. */
export async function savedAnswer(req: Request): Promise<boolean> {
  try {
    await saveSession(req)
    return true
  } catch (error) {
    if (!(error instanceof SessionNewer)) throw error
    await reloadSession(req)
    return false
  }
}

/** Whether the same form, sent twice, has proved the contact with this code, or does so within `TWIN_MS`. */
export async function isProved(req: Request, step: Step): Promise<boolean> {
  for (const pauseMs of [0, TWIN_MS]) {
    if (answersOf(req).has(step)) return true
    await sleep(pauseMs)
    await reloadSession(req)
  }
  return answersOf(req).has(step)
}
