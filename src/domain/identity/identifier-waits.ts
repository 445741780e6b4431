import type { Limits } from '../../config/limits/index.ts'
import type { Bucket } from '../../ports/index.ts'
import { siteOf } from '../networks/network.ts'

const DAY = 86_400
/** More than the waits allow in a day: a stranger can slow a number down but not lock it (T4). */
const NEVER_FULL = 1000
/** Tries of a network that has not failed on a waiting identifier, and how many such networks a day. */
const OWN_TRIES = 2
const OWN_NETWORKS = 5

export interface IdentifierWaits {
  /** One growing wait shared by all; failures also count in this network's own tries. */
  shared(text: string, ip: string | undefined): Bucket[]
  /** This network's own tries instead of the shared ones, so that a stranger cannot keep a member out. */
  own(text: string, ip: string | undefined): Bucket[]
  has(key: string): boolean
}

/** Per typed number, existing or not (ID-4). A success clears nothing, since that would reveal a member. */
export function createIdentifierWaits({ waitsSeconds: waits }: Limits['identity']): IdentifierWaits {
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
