import { Unavailable } from '../ports/index.ts'

/** For the `catch` of what need not be heard: nothing where something behind us is down; all else is thrown on. */
export function unlessUnavailable(error: unknown): undefined {
  if (!(error instanceof Unavailable)) throw error
}
