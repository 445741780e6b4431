import { loadConfig } from '../../src/config/index.ts'
import { listen } from '../../src/demo/listen.ts'
import { createApp } from '../../src/server/app.ts'
import { compose } from '../../src/server/compose.ts'
import { freePort } from './free-port.ts'
import { Member } from './member.ts'

type Held = Pick<Awaited<ReturnType<typeof compose>>['dependencies'], 'sessionStore' | 'sharedPage'>
type Done = (...results: unknown[]) => void

/** Once a request has read its session, before it saves or ends it, or before it opens its page to an agent. */
export type Moment = 'read' | 'written' | 'opened'

/** A further instance of a service, on its stores and far ends, of which one request can be held at a moment. */
export async function startHeldInstance(environment: Record<string, string>) {
  const port = await freePort()
  const PUBLIC_URL = `http://localhost:${port}`
  const { dependencies, close } = await compose(loadConfig({ ...environment, PUBLIC_URL, PORT: `${port}` }))
  const holdNext = holdable(dependencies)
  const site = await listen(createApp(dependencies), { port })
  return {
    member: () => new Member(PUBLIC_URL),
    holdNext,
    async stop() {
      await site.close()
      await close()
    },
  }
}

/** Gives a way to hold the next request that comes to a moment, for as long as one likes, and tells its session id. */
function holdable({ sessionStore: store, sharedPage }: Held) {
  let hold: { moment: Moment; reached(sid: string): void; gone: Promise<void> } | undefined
  const [read, save, end] = [store.get.bind(store), store.set.bind(store), store.destroy.bind(store)]
  store.get = (sid, done) => read(sid, (...results) => void pass('read', sid).then(() => (done as Done)(...results)))
  store.set = (...args) => void pass('written', args[0]).then(() => save(...args))
  store.destroy = (...args) => void pass('written', args[0]).then(() => end(...args))
  const { open } = sharedPage
  sharedPage.open = (flow, ...args) => pass('opened', flow).then(() => open(flow, ...args))

  return (moment: Moment) => {
    const { promise: reached, resolve } = Promise.withResolvers<string>()
    const { promise: gone, resolve: letGo } = Promise.withResolvers<void>()
    hold = { moment, reached: resolve, gone }
    return { reached, letGo }
  }

  async function pass(moment: Moment, sid: string): Promise<void> {
    if (hold?.moment !== moment) return
    const { reached, gone } = hold
    hold = undefined
    reached(sid)
    await gone
  }
}
