import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Redis } from 'ioredis'
import { freePort } from './free-port.ts'
import { connections } from './redis.ts'
import { killServer, type RedisNode, startNode, startServer } from './redis-node.ts'
import { until } from './until.ts'

const NAME = 'wizard'
/** How long a master may be silent; a failover is over a second or two later. */
const SILENCE_MS = 1500

export type SentinelSet = Awaited<ReturnType<typeof startSentinelSet>>

/** A master, two replicas and three sentinels that agree on them. */
export async function startSentinelSet() {
  const running: { stop(): Promise<unknown> }[] = []
  const stop = () => Promise.all(running.map(each => each.stop()))
  try {
    const master = await startNode()
    running.push(master)
    const nodes = [
      master,
      ...(await Promise.all([1, 2].map(() => startNode('--replicaof', `127.0.0.1 ${master.port}`)))),
    ]
    running.push(...nodes.slice(1))
    await until('both replicas follow the master', async () =>
      /slave0.*online[\s\S]*slave1.*online/.test(await ask(master.port, 'INFO', 'replication')),
    )
    const sentinels = await Promise.all([1, 2, 3].map(() => startSentinel(master.port)))
    running.push(...sentinels)
    const ports = sentinels.map(({ port }) => port)
    await until(
      'the sentinels know each other and the replicas',
      async () =>
        (await Promise.all(ports.map(port => ask(port, 'SENTINEL', 'CKQUORUM', NAME).catch(String)))).every(text =>
          /^OK 3/.test(text),
        ) &&
        (await Promise.all(ports.map(port => ask(port, 'INFO', 'sentinel')))).every(text =>
          /slaves=2,sentinels=3/.test(text),
        ),
    )
    const url = `redis+sentinel://${ports.map(port => `127.0.0.1:${port}`).join()}/${NAME}`
    const { client, disconnect } = connections(url)

    return {
      url,
      nodes,
      client,
      master: masterNow,
      /** Resolves when the sentinels name another master than `old`, and it takes writes. */
      promoted: (old: RedisNode) =>
        until('another master is named', async () => {
          const named = await masterNow()
          return named.port !== old.port && /role:master/.test(await ask(named.port, 'INFO', 'replication'))
        }),
      async stop() {
        disconnect()
        await stop()
      },
    }

    /** The one that most sentinels name. */
    async function masterNow(): Promise<RedisNode> {
      const named = await Promise.all(ports.map(port => ask(port, 'SENTINEL', 'GET-MASTER-ADDR-BY-NAME', NAME)))
      const counted = nodes.map(node => named.filter(text => text === `127.0.0.1,${node.port}`).length)
      return nodes[counted.indexOf(Math.max(...counted))]!
    }
  } catch (error) {
    await stop()
    throw error
  }
}

async function startSentinel(masterPort: number) {
  const folder = await mkdtemp(join(tmpdir(), 'sentinel-'))
  const file = join(folder, 'sentinel.conf')
  const settings = [
    `monitor ${NAME} 127.0.0.1 ${masterPort} 2`,
    `down-after-milliseconds ${NAME} ${SILENCE_MS}`,
    `failover-timeout ${NAME} 3000`,
  ]
  await writeFile(file, settings.map(line => `sentinel ${line}\n`).join(''))
  const port = await freePort()
  const server = await startServer(port, [file, '--sentinel', '--dir', folder])
  return {
    port,
    async stop() {
      await killServer(server)
      await rm(folder, { recursive: true, force: true })
    },
  }
}

/** One command to one server, whatever it is; its answer as text. */
export async function ask(port: number, command: string, ...words: (string | number)[]): Promise<string> {
  const client = new Redis(port, '127.0.0.1', {
    enableReadyCheck: false,
    commandTimeout: 2000,
    retryStrategy: () => null,
  })
  client.on('error', () => undefined)
  try {
    return String(await client.call(command, ...words))
  } finally {
    client.disconnect()
  }
}
