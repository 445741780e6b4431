import { Unavailable, Undeliverable } from '../ports.ts'
import { reject, type Verdict } from '../wizard/index.ts'

/** A verdict, or the news that something behind us is down: nothing was refused and nothing counted. */
export type Outcome = Verdict<unknown> | { kind: 'unavailable'; error: Unavailable }

/** Runs a submit and makes what members can act on out of the errors that adapters throw; others pass through. */
export async function attempt(submit: () => Promise<Verdict<unknown>>): Promise<Outcome> {
  try {
    return await submit()
  } catch (error) {
    if (error instanceof Undeliverable) return reject({ form: 'undeliverable' })
    if (error instanceof Unavailable) return { kind: 'unavailable', error }
    throw error
  }
}
