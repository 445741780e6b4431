import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { RedisClient } from './client.ts'
import { orUnavailable } from './timeouts.ts'

export type Arg = string | number | Buffer

export interface Script<Reply> {
  (keys: readonly string[], args: readonly Arg[]): Promise<Reply>
  readonly title: string
  readonly lua: string
}

/** Sent by its hash, or in full if Redis does not know it (REL-R6). Throws `Unavailable`. */
export function script<Reply>(client: RedisClient, name: string, prelude = ''): Script<Reply> {
  return scriptOf(client, name, source(prelude) + source(name))
}

/** The same by itself, with each string of its reply as a Buffer. */
export function rawScript<Reply>(client: RedisClient, name: string, prelude: string): Script<Reply> {
  return scriptOf(client, name, source(prelude) + source(name), 'callBuffer')
}

export function scriptOf<Reply>(
  client: RedisClient,
  title: string,
  lua: string,
  call: 'call' | 'callBuffer' = 'call',
): Script<Reply> {
  const sha = hash('sha1', lua)
  const run = (keys: readonly string[], args: readonly Arg[]) =>
    orUnavailable(
      client[call]('evalsha', sha, keys.length, ...keys, ...args).catch(error => {
        if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error
        return client[call]('eval', lua, keys.length, ...keys, ...args)
      }) as Promise<Reply>,
    )
  return Object.assign(run, { title, lua })
}

function source(name: string) {
  return name && readFileSync(new URL(`./scripts/${name}.lua`, import.meta.url), 'utf8')
}
