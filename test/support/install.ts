import { execFile } from 'node:child_process'
import { accessSync, constants, existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const LOCK = join(tmpdir(), 'tests-apt.lock')

/** The path of a program the tests need, installed first if possible. Throws with the command to type if not. */
export async function ensureInstalled(binary: string, aptPackage: string): Promise<string> {
  const found = find(binary)
  if (found) return found
  if (process.getuid?.() !== 0 || !existsSync('/usr/bin/apt-get'))
    throw new Error(`The tests need ${binary}. Install it: sudo apt-get install -y ${aptPackage}`)
  await aptGet('update')
  await aptGet('install', '-y', '--no-install-recommends', aptPackage)
  const installed = find(binary)
  if (!installed) throw new Error(`The package ${aptPackage} is installed and brought no ${binary}`)
  return installed
}

function find(binary: string) {
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .map(folder => join(folder, binary))
    .find(isExecutable)
}

function isExecutable(file: string) {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

async function aptGet(...args: string[]) {
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  // Test files run side by side: `apt-get update` fails at once while another one updates, with this setting too.
  const patient = [LOCK, 'apt-get', '-o', 'DPkg::Lock::Timeout=300', ...args]
  try {
    await run('flock', patient, { env, timeout: 600_000, maxBuffer: 64 * 1024 * 1024 })
  } catch (error) {
    const { stdout, stderr } = error as { stdout?: string; stderr?: string }
    throw new Error(`apt-get ${args.join(' ')} failed:\n${stdout ?? ''}${stderr ?? ''}`, { cause: error })
  }
}
