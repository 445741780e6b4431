import type { Limits } from '../../config/limits/index.ts'
import type { Bucket } from '../../ports/index.ts'
import { siteOf } from '../networks/network.ts'

const DAY = 86_400
/** Above what the waits let through in a day: nobody can lock a number for others, only slow it down (T4). */
const NEVER_FULL = 1000
/** What a network may try at an identifier on which it has not failed, while others have made it wait; and how many may, a day. */
const OWN_TRIES = 2
const OWN_NETWORKS = 5

export interface IdentifierWaits {
  /** All who try it share one growing wait; failures of this network count in its own tries too. */
  shared(text: string, ip: string | undefined): Bucket[]
  /** The tries of this network's own, in place of the shared ones: so that a stranger cannot keep a member out. */
  own(text: string, ip: string | undefined): Bucket[]
  /** Whether a bucket is one of these. */
  has(key: string): boolean
}

/**
 * The waits of what was typed as a number or a card, existing or not (ID-4). Both kinds of tries decay within a day and are
 * cleared by nobody: that would tell that a member was recognised. Together they bound what all networks may guess in a day
 * (docs/security.md).
 */
export function identifierWaits({ waitsSeconds: waits }: Limits['identity']): IdentifierWaits {
  return {
    shared: (text, ip) => [
      { key: `typed:wait:${text}`, windows: [[NEVER_FULL, DAY]], waits },
      { ...triesOf(text, ip), soft: true },
    ],
    own: (text, ip) => [
      triesOf(text, ip),
      { key: `typed:networks:${text}`, windows: [[OWN_NETWORKS, DAY]], item: siteOf(ip) },
    ],
    has: key => key.startsWith('typed:'),
  }
}

function triesOf(text: string, ip: string | undefined): Bucket {
  return { key: `typed:own:${text}:${siteOf(ip)}`, windows: [[OWN_TRIES, DAY]] }
}
