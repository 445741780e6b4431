import { readFileSync } from 'node:fs'
import type { RedisClient } from './client.ts'
import { reached } from './reached.ts'

type Run<Reply> = (keys: readonly string[], args: readonly (string | number)[]) => Promise<Reply>

/** One atomic step from `scripts/<name>.lua`, sent by its hash, and whole when Redis has forgotten it (REL-R6). Throws `Unavailable`. */
export function script<Reply>(client: RedisClient, name: string, prelude = ''): Run<Reply> {
  const command = `script:${name}`
  const lua = source(prelude) + source(name)
  client.defineCommand(command, { lua })
  const commands = client as unknown as Record<string, (...args: readonly (string | number)[]) => Promise<Reply>>
  return (keys, args) => reached(run([keys.length, ...keys, ...args]))

  async function run([count, ...words]: readonly [number, ...(string | number)[]]): Promise<Reply> {
    try {
      return await commands[command]!(count, ...words)
    } catch (error) {
      // ioredis sends the text once itself, and by its hash again where another call on this connection has just done so.
      if (!(error instanceof Error && error.message.startsWith('NOSCRIPT'))) throw error
      return (await client.eval(lua, count, ...words)) as Reply
    }
  }
}

function source(name: string) {
  return name && readFileSync(new URL(`./scripts/${name}.lua`, import.meta.url), 'utf8')
}
