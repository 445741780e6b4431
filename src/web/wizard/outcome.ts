import { Unavailable } from '../../ports/index.ts'
import type { Verdict } from '../../wizard/index.ts'

/** A verdict, or the news that something behind us is down: nothing was refused and nothing counted. */
export type Outcome = Verdict<unknown> | { kind: 'unavailable'; error: Unavailable }

/** Runs a submit and makes a page that can be sent again out of an outage; other errors pass through. */
export async function attempt(submit: () => Promise<Verdict<unknown>>): Promise<Outcome> {
  try {
    return await submit()
  } catch (error) {
    if (error instanceof Unavailable) return { kind: 'unavailable', error }
    throw error
  }
}
