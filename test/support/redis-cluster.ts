import { freePort } from './free-port.ts'
import { connections } from './redis.ts'
import { type RedisNode, startNode } from './redis-node.ts'
import { ask } from './redis-sentinel.ts'
import { until } from './until.ts'

const SLOTS = 16_384
/** How long a node may be silent; a failover is over a second or two later. */
const SILENCE_MS = 2000

export type RedisCluster = Awaited<ReturnType<typeof startCluster>>

/** Three masters that share the slots, each with a replica. */
export async function startCluster() {
  const nodes: RedisNode[] = []
  const stop = () => Promise.all(nodes.map(node => node.stop()))
  try {
    for (let each = 0; each < 6; each++) nodes.push(await startMember())
    const [first, ...others] = nodes as [RedisNode, ...RedisNode[]]
    const masters = nodes.slice(0, 3)
    for (const [index, { port }] of masters.entries())
      await ask(
        port,
        'CLUSTER',
        'ADDSLOTSRANGE',
        Math.ceil((SLOTS * index) / 3),
        Math.ceil((SLOTS * (index + 1)) / 3) - 1,
      )
    for (const { port, busPort } of others as Member[])
      await ask(first.port, 'CLUSTER', 'MEET', '127.0.0.1', port, busPort)
    const ports = nodes.map(({ port }) => port)
    const all = (command: string[], expected: RegExp) => async () =>
      (await Promise.all(ports.map(port => ask(port, command[0]!, ...command.slice(1))))).every(text =>
        expected.test(text),
      )
    await until('all nodes know each other', all(['CLUSTER', 'INFO'], /cluster_known_nodes:6/))
    for (const [index, { port }] of nodes.slice(3).entries()) {
      const id = await ask(masters[index]!.port, 'CLUSTER', 'MYID')
      await until(
        'a replica knows its master',
        async () => (await ask(port, 'CLUSTER', 'REPLICATE', id).catch(String)) === 'OK',
      )
    }
    await until('every slot is served', all(['CLUSTER', 'INFO'], /cluster_state:ok/))
    await until('every replica follows', async () =>
      (await Promise.all(masters.map(({ port }) => ask(port, 'INFO', 'replication')))).every(text =>
        /state=online/.test(text),
      ),
    )
    const url = `redis+cluster://${ports.map(port => `127.0.0.1:${port}`).join()}`
    const { client, disconnect } = connections(url)
    return {
      url,
      nodes,
      masters,
      client,
      /** Resolves when another has taken the slots of `old`, and all survivors say that every slot is served. */
      promoted: (old: RedisNode) =>
        until('another has taken over', async () => {
          const survivors = nodes.filter(node => node !== old)
          const views = await Promise.all(survivors.map(({ port }) => ask(port, 'CLUSTER', 'INFO')))
          const masters = (await ask(survivors[0]!.port, 'CLUSTER', 'NODES'))
            .split('\n')
            .filter(line => / (myself,)?master - /.test(line))
          return (
            masters.length === 3 &&
            views.every(text => /cluster_state:ok/.test(text)) &&
            !masters.some(line => line.includes(`:${old.port}@`))
          )
        }),
      async stop() {
        disconnect()
        await stop()
      },
    }
  } catch (error) {
    await stop()
    throw error
  }
}

type Member = RedisNode & { busPort: number }

async function startMember(): Promise<Member> {
  const busPort = await freePort()
  const settings = { enabled: 'yes', port: busPort, 'node-timeout': SILENCE_MS, 'announce-ip': '127.0.0.1' }
  const words = Object.entries(settings).flatMap(([name, value]) => [`--cluster-${name}`, String(value)])
  return { ...(await startNode(...words)), busPort }
}
