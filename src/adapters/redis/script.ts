import { readFileSync } from 'node:fs'
import type { RedisClient } from './client.ts'
import { reached } from './reached.ts'

type Run<Reply> = (keys: readonly string[], args: readonly (string | number)[]) => Promise<Reply>

/** One atomic step from `scripts/<name>.lua`, sent by its hash, and whole when Redis has forgotten it (REL-R6). Throws `Unavailable`. */
export function script<Reply>(client: RedisClient, name: string, prelude = ''): Run<Reply> {
  const command = `script:${name}`
  client.defineCommand(command, { lua: source(prelude) + source(name) })
  const commands = client as unknown as Record<string, (...args: readonly (string | number)[]) => Promise<Reply>>
  return (keys, args) => reached(commands[command]!(keys.length, ...keys, ...args))
}

function source(name: string) {
  return name && readFileSync(new URL(`./scripts/${name}.lua`, import.meta.url), 'utf8')
}
