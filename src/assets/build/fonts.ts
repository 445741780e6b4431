import { readFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const ARABIC = fileURLToPath(
  import.meta.resolve('@fontsource-variable/readex-pro/files/readex-pro-arabic-wght-normal.woff2'),
)

/** Readex Pro's Arabic letters, all weights in one file (SIL Open Font License). */
export async function fonts(): Promise<Record<string, Buffer>> {
  return { 'readex-pro-arabic.woff2': await readFile(ARABIC) }
}
