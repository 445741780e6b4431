import { Unavailable } from '../ports/index.ts'

/** For the `catch` of an optional write: ignores `Unavailable`, rethrows everything else. */
export function unlessUnavailable(error: unknown): undefined {
  if (!(error instanceof Unavailable)) throw error
}
