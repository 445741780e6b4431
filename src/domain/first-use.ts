import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** What loads a package with the first call, so that a start does not wait for it. Throws at once if it is missing; a call throws if it cannot be loaded, and the next tries again. */
export function withFirstUse<Package>(name: string): () => Package {
  const path = require.resolve(name)
  // Not `import()`: Node keeps a failed one as it is until the process ends.
  return () => require(path)
}
