import { startChild } from './child.ts'
import { type SurroundingsOptions, surroundings } from './surroundings.ts'

interface Options extends SurroundingsOptions {
  /** Words for node before the script, one list for each instance. */
  nodeOptions: readonly (readonly string[])[]
}

/** Instances of the service in processes of their own, as many as there are `nodeOptions`, behind a balancer that takes turns. */
export async function startInstances({ nodeOptions, ...options }: Options) {
  const around = await surroundings({ ...options, instances: nodeOptions.length })
  const starting = around.ports.map((port, n) => startChild({ ...around.environment, PORT: `${port}` }, nodeOptions[n]))
  const instances = await Promise.all(starting).catch(async error => {
    await around.stop()
    throw error
  })
  return {
    ...around,
    /** What each instance answers on /readyz now. */
    readiness: () => Promise.all(instances.map(async ({ probe }) => (await probe('/readyz'))?.status)),
    signal(name: NodeJS.Signals) {
      for (const { pid } of instances) process.kill(pid, name)
    },
    async stop() {
      await Promise.all(instances.map(({ end }) => end('SIGKILL')))
      await around.stop()
    },
  }
}
