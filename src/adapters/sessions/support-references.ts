import { drawReference } from '../../domain/sessions/support-reference.ts'
import { type SupportReferences, Unavailable } from '../../ports/index.ts'
import { referenceKey } from './session-keys.ts'

interface References {
  claim(key: string, flow: string, ttlSeconds: number): Promise<boolean>
  drop(key: string): Promise<void>
}

export function createSupportReferences({ claim, drop }: References): SupportReferences {
  return {
    async open(flow, place, ttlSeconds) {
      for (let draw = 0; draw < 10; draw++) {
        const reference = drawReference(place)
        if (await claim(referenceKey(reference), flow, ttlSeconds)) return reference
      }
      throw new Unavailable('support references')
    },
    close: reference => drop(referenceKey(reference)),
  }
}
