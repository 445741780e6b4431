import type { KeyedHash } from '../../domain/crypto/keyed-hash.ts'
import type { CodeSlot } from '../../ports/index.ts'
import type { RedisClient } from './client.ts'
import { orUnavailable } from './last-look.ts'

/** In a fixed order, under one hash tag for the cluster (REL-R4). */
export async function slotKeys(client: RedisClient, hash: KeyedHash, slot: CodeSlot): Promise<string[]> {
  const names = hash.all(slot.flow).map(flow => keysNamed(flow, slot.channel))
  if (names.length === 1) return names[0]!
  // During a rotation of HMAC keys a flow keeps the names it began with.
  const begun = await orUnavailable(Promise.all(names.map(keys => client.exists(...keys))))
  return names[begun.findIndex(keys => keys > 0)] ?? names[0]!
}

function keysNamed(flow: string, channel: string) {
  return PARTS.map(part => `{f:${flow}}:${part}:${channel}`)
}

const LIVE = ['code', 'wait', 'sends', 'delivery', 'older']
const REPLACED = ['undo', 'unsettled', 'replaced', 'wait-before', 'delivery-before']
const PARTS = [...LIVE, ...REPLACED]
