import { EventEmitter, once } from 'node:events'

export type Arrivals<Item> = ReturnType<typeof arrivals<Item>>

export function arrivals<Item>() {
  const all: Item[] = []
  const taken = new Set<Item>()
  const bell = new EventEmitter().setMaxListeners(0)
  return {
    all: all as readonly Item[],
    add(item: Item) {
      all.push(item)
      bell.emit('arrival')
    },
    clear() {
      all.length = 0
      bell.emit('arrival')
    },
    /** The returned function removes the listener. */
    onArrival(listener: () => void) {
      bell.on('arrival', listener)
      return () => bell.off('arrival', listener)
    },
    /** The first item that matches and was not returned before. Rejects after `withinMs`. */
    async next(matches: (item: Item) => boolean = () => true, withinMs = 60_000): Promise<Item> {
      const signal = AbortSignal.timeout(withinMs)
      for (;;) {
        const item = all.find(candidate => !taken.has(candidate) && matches(candidate))
        if (item) return taken.add(item) && item
        await once(bell, 'arrival', { signal })
      }
    },
  }
}
