import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { readdirSync, readFileSync } from 'node:fs'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'
import { basename } from 'node:path'
import { leaveTogether } from './redis-tap.ts'
import { respReader, wordsOf } from './resp.ts'

const FOLDER = 'src/adapters/redis'

/** `late`: its reply, and all after it on that connection, comes after 1.6 s. `cut`: the connection breaks in its place. */
export type ReplyFault = 'late' | 'cut'
const LATE_MS = 1600

/** Where each Lua file is, by its name: `take` is `limits/take`. */
const paths = new Map(
  readdirSync(`${FOLDER}/scripts`, { recursive: true, encoding: 'utf8' })
    .filter(file => file.endsWith('.lua'))
    .map(file => [basename(file, '.lua'), file.replace(/\.lua$/, '')]),
)

/** What scripts begin with, as the adapters name it; no script by itself. */
const preludes = readdirSync(FOLDER, { recursive: true, encoding: 'utf8' })
  .filter(file => file.endsWith('.ts'))
  .flatMap(file =>
    [...read(file).matchAll(/\bscript(?:<[^()]*>)?\(client, [^,()]+, '[\w-]+\/([\w-]+)'\)/g)].map(([, name]) => name!),
  )

/** Every script that the service runs in Redis. */
export const scripts = [...paths.keys()].filter(name => !preludes.includes(name))

const names = new Map(
  scripts.flatMap(name => ['', ...new Set(preludes)].map(prelude => [sha(lua(prelude) + lua(name)), name] as const)),
)

/** A proxy to Redis that delays or drops the reply of one run of a script; Redis has run it all the same. */
export async function tapReplies(port: number) {
  const armed = new Map<string, { fault: ReplyFault; met(client: Socket): void }>()
  const server = createServer(client => {
    const redis = connect(port, '127.0.0.1')
    const asked: string[][] = []
    const [commands, replies] = [respReader(), respReader()]
    let before = Promise.resolve()
    client.on('data', (data: Buffer) => {
      for (const command of commands(data)) asked.push(scriptsOf(wordsOf(command)))
      redis.write(data)
    })
    redis.on('data', (data: Buffer) => {
      for (const reply of replies(data)) {
        const names = asked.shift() ?? []
        // Redis had forgotten the script: it comes again, whole.
        const name = reply.toString('latin1').startsWith('-NOSCRIPT') ? undefined : names.find(each => armed.has(each))
        const hit = name && armed.get(name)
        if (hit) {
          armed.delete(name)
          hit.met(client)
          if (hit.fault === 'cut') return client.destroy()
          before = before.then(() => late())
        }
        before = before.then(() => void (client.destroyed || client.write(reply)))
      }
    })
    leaveTogether(client, redis)
  }).listen(0, '127.0.0.1')
  await once(server, 'listening')
  return {
    url: `redis://127.0.0.1:${(server.address() as AddressInfo).port}`,
    /** Arms the fault for the next run of the script; reports later whether it was met, and the connection given up. */
    lose(name: string, fault: ReplyFault): { met: boolean; over: boolean } {
      const state = { met: false, over: false }
      armed.set(name, {
        fault,
        met: client => {
          state.met = true
          client.once('close', () => {
            state.over = true
          })
        },
      })
      return state
    },
    close: () => void server.close(),
  }
}

/** The script of a command, or those of a chain: its first argument names them. */
function scriptsOf([command = '', script = '', keys = '', ...words]: string[]): string[] {
  if (!/^eval(sha)?$/i.test(command)) return []
  const program = words[Number(keys)] ?? ''
  if (program.startsWith('[["')) return (JSON.parse(program) as [string][]).map(([title]) => basename(title))
  const name = names.get(command.length === 4 ? sha(Buffer.from(script, 'latin1').toString()) : script)
  return name ? [name] : []
}

function late(): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>()
  setTimeout(resolve, LATE_MS)
  return promise
}

function sha(text: string): string {
  return createHash('sha1').update(text).digest('hex')
}

function lua(name: string): string {
  return name && read(`scripts/${paths.get(name)}.lua`)
}

function read(file: string): string {
  return readFileSync(`${FOLDER}/${file}`, 'utf8')
}
