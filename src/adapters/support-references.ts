import { randomInt } from 'node:crypto'
import { type SupportReferences, Unavailable } from '../ports.ts'

interface References {
  /** False where another flow has this one. */
  claim(reference: string, flow: string, ttlSeconds: number): Promise<boolean>
  drop(reference: string): Promise<void>
}

/** References drawn at random until `claim` takes one. Throws `Unavailable` after ten that were taken already. */
export function supportReferences({ claim, drop }: References): SupportReferences {
  return {
    async open(flow, ttlSeconds) {
      for (let draw = 0; draw < 10; draw++) {
        const reference = `R-${randomInt(1_000_000, 10_000_000)}`
        if (await claim(reference, flow, ttlSeconds)) return reference
      }
      throw new Unavailable('support references')
    },
    close: drop,
  }
}
