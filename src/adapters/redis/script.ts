import { hash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import type { RedisClient } from './client.ts'
import { orUnavailable } from './last-look.ts'

type Run<Reply> = (keys: readonly string[], args: readonly (string | number)[]) => Promise<Reply>

/** Sent by its hash, or in full if Redis does not know it (REL-R6). Throws `Unavailable`. */
export function script<Reply>(client: RedisClient, name: string, prelude = ''): Run<Reply> {
  const lua = source(prelude) + source(name)
  const sha = hash('sha1', lua)
  return (keys, args) =>
    orUnavailable(
      client.evalsha(sha, keys.length, ...keys, ...args).catch(error => {
        if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error
        return client.eval(lua, keys.length, ...keys, ...args)
      }) as Promise<Reply>,
    )
}

function source(name: string) {
  return name && readFileSync(new URL(`./scripts/${name}.lua`, import.meta.url), 'utf8')
}
