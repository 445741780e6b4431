import { createRequire } from 'node:module'

const require = createRequire(import.meta.url)

/** Returns a function that loads a package when first called, so that a start does not wait for it. Throws if the package is missing; the function throws if loading fails, and its next call tries again. */
export function withFirstUse<Package>(name: string): () => Package {
  const path = require.resolve(name)
  // Not `import()`: Node keeps a failed one as it is until the process ends.
  return () => require(path)
}
