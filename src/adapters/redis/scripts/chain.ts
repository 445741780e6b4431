import { Cluster } from 'ioredis'
import type { RedisClient } from '../client.ts'
import { type Arg, type Script, scriptOf } from '../script.ts'

/** The condition that an earlier link has replied `is` at index `at` of its reply. */
export interface When {
  link: number
  at: number
  is: string | number
}

/** A script of a chain; left out unless `when` holds. */
export interface Link {
  script: Script<unknown>
  keys: readonly string[]
  args: readonly Arg[]
  when?: When
}

/** Runs scripts in order as one command. Their keys are in different slots, so in a cluster a chain has one link.
 * Returns their replies, null for each script that was left out. Throws `Unavailable`. */
export async function chain(client: RedisClient, links: readonly Link[]): Promise<unknown[]> {
  const before = takeQueued(client)
  const moved = links.map(({ when, ...link }) => ({
    ...link,
    ...(when && { when: { ...when, link: when.link + before.length } }),
  }))
  const sent = send(client, [...before.map(({ link }) => link), ...moved])
  settleEach(before, sent)
  return (await sent).slice(before.length)
}

/** Sends a script before those queued, since a full Redis refuses only the first write of a command (F3). */
export async function sendFirst(client: RedisClient, link: Link): Promise<unknown> {
  const after = takeQueued(client)
  const sent = send(client, [link, ...after.map(({ link }) => link)])
  settleEach(
    after,
    sent.then(replies => replies.slice(1)),
  )
  return (await sent)[0]
}

/** Queues a script for the next chain of the same work; it is sent by itself once that work has to wait. */
export function sendWithNext<Reply>(client: RedisClient, link: Link): Promise<Reply> {
  if (client instanceof Cluster) return link.script(link.keys, link.args) as Promise<Reply>
  const { promise, ...settle } = Promise.withResolvers<unknown>()
  const queue = queues.get(client)
  if (queue) queue.push({ link, ...settle })
  else {
    queues.set(client, [{ link, ...settle }])
    process.nextTick(() => chain(client, []).catch(() => undefined))
  }
  return promise as Promise<Reply>
}

interface Queued extends Pick<PromiseWithResolvers<unknown>, 'resolve' | 'reject'> {
  link: Link
}

const queues = new WeakMap<RedisClient, Queued[]>()

function takeQueued(client: RedisClient): readonly Queued[] {
  const those = queues.get(client) ?? []
  queues.delete(client)
  return those
}

function settleEach(those: readonly Queued[], sent: Promise<unknown[]>): void {
  sent.then(
    replies => those.forEach(({ resolve }, n) => void resolve(replies[n])),
    error => those.forEach(({ reject }) => void reject(error)),
  )
}

async function send(client: RedisClient, links: readonly Link[]): Promise<unknown[]> {
  const [first] = links
  if (!first) return []
  if (links.length === 1) return [await first.script(first.keys, first.args)]
  const program = links.map(({ script, keys, args, when }) => [
    script.title,
    keys.length,
    args.length,
    ...(when ? [when.link + 1, when.at + 1, when.is] : []),
  ])
  const run = chained(client, [...new Set(links.map(({ script }) => script))])
  return run(
    links.flatMap(({ keys }) => keys),
    [JSON.stringify(program), ...links.flatMap(({ args }) => args)],
  )
}

const made = new WeakMap<RedisClient, Map<string, Script<unknown[]>>>()

function chained(client: RedisClient, scripts: Script<unknown>[]): Script<unknown[]> {
  const known = made.get(client) ?? new Map<string, Script<unknown[]>>()
  made.set(client, known)
  const title = scripts.map(({ title }) => title).join(' ')
  const script = known.get(title) ?? scriptOf<unknown[]>(client, title, scripts.map(asFunction).join('') + RUN)
  known.set(title, script)
  return script
}

function asFunction({ title, lua }: Script<unknown>, n: number): string {
  return `${n === 0 ? 'local scripts = {}\n' : ''}scripts['${title}'] = function(KEYS, ARGV)\n${lua}\nend\n`
}

/** ARGV[1] the program: title, number of keys, of arguments, and if it depends: link, index and reply; then all arguments. */
const RUN = `
local key, word, replies = 0, 1, {}
for n, link in ipairs(cjson.decode(ARGV[1])) do
  local title, keys, words, earlier, at, is = unpack(link)
  local before = replies[earlier]
  if not earlier or (type(before) == 'table' and before[at] == is) then
    replies[n] = scripts[title]({ unpack(KEYS, key + 1, key + keys) }, { unpack(ARGV, word + 1, word + words) })
  end
  replies[n] = replies[n] or false
  key, word = key + keys, word + words
end
return replies
`
