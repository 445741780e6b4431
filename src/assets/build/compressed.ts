import { writeFile } from 'node:fs/promises'
import { brotliCompressSync, gzipSync } from 'node:zlib'

/** Writes a file, and beside it the same as Brotli and gzip. */
export async function writeCompressed(path: string, contents: Uint8Array): Promise<void> {
  await writeFile(path, contents)
  await writeFile(`${path}.br`, brotliCompressSync(contents))
  await writeFile(`${path}.gz`, gzipSync(contents, { level: 9 }))
}
