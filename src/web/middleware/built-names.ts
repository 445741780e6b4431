import { readFileSync } from 'node:fs'

/** The hashed name of each built file in `folder`, by its own name. Throws `NotBuilt` if there are none. */
export function builtNames(folder: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(`${folder}manifest.json`, 'utf8'))
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ENOENT') throw cause
    throw new NotBuilt('public/assets/ is missing: run `npm run build`, or copy the folder from where it was run', {
      cause,
    })
  }
}

class NotBuilt extends Error {
  override name = 'NotBuilt'
}
