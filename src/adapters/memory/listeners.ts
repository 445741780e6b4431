/** Who waits for changes, by name. */
export function createListeners() {
  const listeners = new Map<string, Set<() => void>>()
  return {
    names: () => [...listeners.keys()],
    of: (name: string) => [...(listeners.get(name) ?? [])],

    listen(name: string, changed: () => void): () => void {
      const those = listeners.get(name) ?? new Set()
      listeners.set(name, those.add(changed))
      return () => {
        those.delete(changed)
        if (those.size === 0 && listeners.get(name) === those) listeners.delete(name)
      }
    },
  }
}
