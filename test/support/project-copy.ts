import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { cp, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

const ROOT = new URL('../../', import.meta.url)
/** What the service and its tests read. */
const PARTS = [
  ...['src', 'views', 'locales', 'config', 'public', 'test', 'bench', 'docs', 'deploy'],
  ...['package.json', 'package-lock.json', 'tsconfig.json', 'README.md', '.env.example', '.ci', '.npmrc'],
  ...['Dockerfile', 'docker-compose.yml', '.dockerignore'],
]
const LEFT_OUT = /\/(node_modules|screenshots)(\/|$)/

const PATIENCE_MS = 480_000

export interface ProjectCopy {
  /** An absolute path, without a slash at its end. */
  folder: string
  remove(): Promise<void>
}

/** A copy of the project, to be changed and tried; `named` begins its folder's name. Packages are shared. */
export async function copyProject(named: string): Promise<ProjectCopy> {
  const folder = await mkdtemp(join(tmpdir(), `${named}-`))
  const filter = (from: string) => !LEFT_OUT.test(from)
  for (const part of PARTS)
    await cp(new URL(part, ROOT), join(folder, part), { recursive: true, filter }).catch(unlessMissing)
  await symlink(new URL('node_modules', ROOT), join(folder, 'node_modules'))
  return { folder, remove: () => rm(folder, { recursive: true, force: true }) }
}

/** Runs node in a copy, for at most eight minutes. Resolves with its exit code, and all that it wrote. */
export async function runNode({ folder }: Pick<ProjectCopy, 'folder'>, words: readonly string[]) {
  // Within a test, node would take the words for a second run of its own.
  const { NODE_TEST_CONTEXT: _own, ...env } = process.env
  const child = spawn(process.execPath, words, { cwd: folder, env, timeout: PATIENCE_MS })
  const closed = once(child, 'close') as Promise<[code: number | null]>
  const [output, errors, [code]] = await Promise.all([text(child.stdout), text(child.stderr), closed])
  return { code, output: output + errors }
}

function unlessMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
