import { execFile } from 'node:child_process'
import { cp, mkdir, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { build } from 'esbuild'
import { compileAsync, Logger } from 'sass'
import { freePort } from '../../test/support/free-port.ts'
import { startProcess } from '../server-process.ts'
import type { Visit } from './visits.ts'

const SOURCES = fileURLToPath(new URL('peers/', import.meta.url))
const MODULES = fileURLToPath(new URL('node_modules/', import.meta.url))
const run = promisify(execFile)

/** A page much like our identity page on hmpo-form-wizard, its assets built as those of its example are. */
export async function startHmpo(folder: string) {
  const root = join(folder, 'hmpo')
  await buildHmpo(root)
  return startPeer('hmpo', root, {}, '/healthcheck')
}

/** The same page on hof, its assets built by hof-build. */
export async function startHof(folder: string, redisPort: number) {
  const root = join(folder, 'hof')
  await buildHof(root)
  return startPeer('hof', root, { REDIS_PORT: String(redisPort) }, '/healthz/readiness')
}

async function buildHmpo(root: string): Promise<void> {
  const { css } = await compileAsync(`${SOURCES}hmpo/assets/app.scss`, {
    style: 'compressed',
    loadPaths: [MODULES],
    logger: Logger.silent,
  })
  await mkdir(`${root}/public/stylesheets`, { recursive: true })
  await writeFile(`${root}/public/stylesheets/application.css`, css)
  const outfile = `${root}/public/javascripts/application.js`
  await build({ entryPoints: [`${SOURCES}hmpo/assets/app.js`], outfile, bundle: true, minify: true, format: 'esm' })
}

/** hof-build works in the folder it is started in, and wants its packages there. */
async function buildHof(root: string): Promise<void> {
  await cp(`${SOURCES}hof`, root, { recursive: true })
  await symlink(MODULES, `${root}/node_modules`)
  const env = { ...process.env, NODE_ENV: 'production' }
  for (const task of ['sass', 'images', 'vite'])
    await run(process.execPath, ['--preserve-symlinks', 'node_modules/hof/bin/hof-build', task], { cwd: root, env })
}

async function startPeer(name: string, root: string, environment: Record<string, string>, ready: string) {
  const PORT = String(await freePort())
  const origin = `http://localhost:${PORT}`
  const server = await startProcess(
    {
      command: `node bench/pages/peers/${name}/server.ts`,
      environment: { PORT, ROOT: root, ...environment },
      readyUrl: `http://127.0.0.1:${PORT}${ready}`,
      logFile: `${root}.log`,
    },
    undefined,
  )
  const visit: Visit = { path: `${name}: /identity`, url: `${origin}/identity`, cookies: '' }
  return { visit, stop: server.stop }
}
