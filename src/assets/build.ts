import { mkdir, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'
import { compressed, fonts, hashed, icons, scripts, styles } from './build/index.ts'

const OUT = fileURLToPath(new URL('../../public/assets/', import.meta.url))

/**
 * `npm run build`: writes fonts, icons, styles and scripts to public/assets/ under names that carry a hash, compressed as well,
 * and a manifest of them.
 */
const manifest: Record<string, string> = {}
await rm(OUT, { recursive: true, force: true })
await mkdir(OUT, { recursive: true })
await write({ ...(await fonts()), ...(await icons()) })
await write({ ...(await styles(manifest)), ...(await scripts()) })
await writeFile(`${OUT}manifest.json`, JSON.stringify(manifest))

async function write(files: Record<string, string | Buffer>): Promise<void> {
  for (const [name, content] of Object.entries(files)) {
    manifest[name] = hashed(name, content)
    for (const [suffix, bytes] of compressed(name, content)) await writeFile(OUT + manifest[name] + suffix, bytes)
  }
}
