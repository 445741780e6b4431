import { cp, mkdtemp, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ROOT = new URL('../../', import.meta.url)
/** What the service and its tests read. */
const PARTS = [
  ...['src', 'views', 'locales', 'config', 'public', 'test', 'bench', 'docs'],
  ...['package.json', 'package-lock.json', 'tsconfig.json', 'README.md', '.env.example', '.ci', '.npmrc'],
  ...['Dockerfile', 'docker-compose.yml', '.dockerignore'],
]
const LEFT_OUT = /\/(node_modules|screenshots)(\/|$)|\/test\/snapshots\//

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

function unlessMissing(error: NodeJS.ErrnoException): void {
  if (error.code !== 'ENOENT') throw error
}
