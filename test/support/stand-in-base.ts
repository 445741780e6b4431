import { execFileSync } from 'node:child_process'
import { copyFileSync, cpSync, existsSync, mkdirSync, realpathSync, symlinkSync } from 'node:fs'
import { delimiter, dirname, join, resolve } from 'node:path'

/** What the Dockerfile's commands, and those who start its images, find on any Debian. */
const PROGRAMS = ['sh', 'env', 'rm', 'mkdir', 'chown']
/** A registry may be reached by a certificate of one's own. */
export const CERTIFICATES = '/etc/ssl/certs/ca-certificates.crt'
const FOLDERS = ['dev', 'etc', 'proc', 'root', 'sys', 'tmp', 'usr/bin', 'bin', 'lib64']

/** Fills a folder with as little of this Debian as can stand for the image `debian:bookworm-slim`: no Node is in it. */
export function debianIn(folder: string): void {
  for (const name of FOLDERS) mkdirSync(join(folder, name), { recursive: true })
  for (const name of PROGRAMS) bring(folder, `/bin/${name}`)
  symlinkSync('/bin/env', join(folder, 'usr/bin/env'))
  for (const library of librariesOf(resolve('node_modules/.bin/node'))) bring(folder, library)
}

/** The same with a Node of this machine and its npm, for the image `node`; it should be another Node than the project's. */
export function nodeIn(folder: string): void {
  debianIn(folder)
  const elsewhere = (process.env['PATH'] ?? '').split(delimiter).filter(place => !place.includes('node_modules'))
  const found = (name: string) => elsewhere.map(place => join(place, name)).find(existsSync)
  bring(folder, found('node') ?? process.execPath, '/usr/bin/node')
  const npm = dirname(dirname(realpathSync(found('npm')!)))
  cpSync(npm, join(folder, 'usr/lib/node_modules/npm'), { recursive: true })
  symlinkSync('../lib/node_modules/npm/bin/npm-cli.js', join(folder, 'usr/bin/npm'))
  if (existsSync(CERTIFICATES)) bring(folder, CERTIFICATES)
}

function bring(folder: string, file: string, as = file): void {
  for (const each of [file, ...librariesOf(file)]) {
    const target = join(folder, each === file ? as : each)
    mkdirSync(dirname(target), { recursive: true })
    copyFileSync(each, target)
  }
}

function librariesOf(file: string): string[] {
  try {
    const said = execFileSync('ldd', [realpathSync(file)], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] })
    return said.match(/\/\S+\.so\S*/g) ?? []
  } catch {
    // Not a program that is linked to any.
    return []
  }
}
