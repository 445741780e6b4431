import type { KeyedHash } from '../../domain/crypto/keyed-hash.ts'
import type { CodeSlot } from '../../ports/index.ts'
import type { RedisClient } from './client.ts'
import { orUnavailable } from './timeouts.ts'

/** The code, the rest (`code-slot.lua`) and the replaced code, under one hash tag for the cluster (REL-R4). */
export async function slotKeys(client: RedisClient, hash: KeyedHash, slot: CodeSlot): Promise<string[]> {
  return keysAmong(client, hash.all(slot.flow), slot.channel)
}

/** The same, from the names of a flow under all HMAC keys, newest first. */
export async function keysAmong(client: RedisClient, names: readonly string[], channel: string): Promise<string[]> {
  const keys = names.map(name => keysNamed(name, channel))
  if (keys.length === 1) return keys[0]!
  // During a rotation of HMAC keys a flow keeps the names it began with.
  const begun = await orUnavailable(Promise.all(keys.map(those => client.exists(...those))))
  return keys[begun.findIndex(count => count > 0)] ?? keys[0]!
}

/** The keys of a flow under one of its names. */
export function keysNamed(flow: string, channel: string): string[] {
  return PARTS.map(part => `{f:${flow}}:${part}:${channel}`)
}

const PARTS = ['code', 'sends', 'replaced']
