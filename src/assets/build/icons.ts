import { readdir, readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const LOGOS = fileURLToPath(new URL('../../../public/organisations/', import.meta.url))

/** Each insurer's logo, as a file of its own for the browser's tab. */
export async function icons(): Promise<Record<string, Buffer>> {
  const names = await readdir(LOGOS)
  return Object.fromEntries(await Promise.all(names.map(async name => [name, await readFile(LOGOS + name)])))
}
