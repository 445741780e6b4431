import { existsSync } from 'node:fs'
import { mkdir, rm, writeFile } from 'node:fs/promises'
import { fileURLToPath } from 'node:url'

const OUT = fileURLToPath(new URL('../../public/assets/', import.meta.url))

/** Builds the browser's files unless they are there. Throws `NotBuilt` where that needs packages or sources that production lacks. */
export async function ensureAssets(): Promise<void> {
  if (existsSync(`${OUT}manifest.json`)) return
  try {
    await buildAssets()
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw cause
    throw new NotBuilt('public/assets/ is not there: bring it from where npm ci && npm run build has made it', {
      cause,
    })
  }
}

class NotBuilt extends Error {
  override name = 'NotBuilt'
}

/** Writes fonts, icons, styles and scripts to public/assets/ under names that carry a hash, compressed as well, and a manifest of them. */
export async function buildAssets(): Promise<void> {
  const { compressed, fonts, hashed, icons, scripts, styles } = await import('./build/index.ts')
  const manifest: Record<string, string> = {}
  await mkdir(OUT, { recursive: true })
  const write = async (files: Record<string, string | Buffer>) => {
    for (const [name, content] of Object.entries(files)) {
      manifest[name] = hashed(name, content)
      for (const [suffix, bytes] of compressed(name, content)) await writeFile(OUT + manifest[name] + suffix, bytes)
    }
  }
  await write({ ...(await fonts()), ...(await icons()) })
  await write({ ...(await styles(manifest)), ...(await scripts()) })
  await writeFile(`${OUT}manifest.json`, JSON.stringify(manifest))
}

if (import.meta.main) {
  await rm(OUT, { recursive: true, force: true })
  await buildAssets()
}
