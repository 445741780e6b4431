import { spawn, spawnSync } from 'node:child_process'
import { chmodSync, existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { text } from 'node:stream/consumers'
import { freePort } from './free-port.ts'
import { ensureInstalled } from './install.ts'
import { launch } from './launch.ts'

/** The ports that docs/deploy-debian.md and its files name. */
const PORTS = [80, 443, 3001, 3101, 3102, 6379, 9461, 9462, 9465]
const MARKED = /^```sh\n# (run|root)\n([\s\S]*?)^```$/gm

export type Machine = Awaited<ReturnType<typeof debianMachine>>

/** An empty folder that stands for the root of a machine: what it names by path or port is in the folder, or on free ports. */
export async function debianMachine() {
  const root = mkdtempSync(join(tmpdir(), 'machine-'))
  // nginx's workers are another user's.
  chmodSync(root, 0o755)
  const ports = new Map<number, number>()
  for (const port of PORTS) ports.set(port, await freePort())
  const nginx = await ensureInstalled('nginx', 'nginx-light')
  const redis = await ensureInstalled('redis-server', 'redis-server')
  // As the packages leave it.
  for (const folder of [
    'bin',
    'etc/redis',
    'run',
    'srv/wizard/releases',
    'var/log/nginx',
    'var/log/redis',
    'var/lib/redis',
  ])
    mkdirSync(join(root, folder), { recursive: true })
  const packaged = '/etc/redis/redis.conf'
  write('/etc/redis/redis.conf', existsSync(packaged) ? readFileSync(packaged, 'utf8') : 'dir /var/lib/redis\n')
  const settings = `-c ${root}/etc/nginx/nginx.conf -g "pid ${root}/run/nginx.pid;"`
  writeFileSync(join(root, 'bin/nginx'), `#!/bin/sh\nexec ${nginx} ${settings} "$@"\n`, { mode: 0o755 })
  relocate()

  return {
    root,
    port: (documented: number) => ports.get(documented)!,
    path: (path: string) => root + path,
    read: (path: string) => readFileSync(root + path, 'utf8'),
    write,
    here,
    relocate,
    /** Runs a block as root's shell would; throws with what it wrote if a command of it fails, or it leaves another umask. */
    async run(block: string): Promise<string> {
      const env = { ...process.env, PATH: `${root}/bin:${process.env['PATH']}:/usr/sbin` }
      const shell = spawn(
        'bash',
        ['-euo', 'pipefail', '-c', `before=$(umask)\n${here(block)}\n[ "$(umask)" = "$before" ]`],
        { env, cwd: root },
      )
      const ended = new Promise<number | null>(resolve => shell.once('close', resolve))
      const [said, errors, code] = await Promise.all([text(shell.stdout), text(shell.stderr), ended])
      if (code !== 0) throw new Error(`${block}\nended with ${code}:\n${said}${errors}`)
      relocate()
      return said + errors
    },
    /** Starts what a unit starts, with its variables and its credential. */
    start: (name: string) => startUnit(name),
    startRedis() {
      const words = [here('/etc/redis/redis.conf'), '--daemonize', 'no', '--logfile', '']
      return started([redis, ...words], { PATH: process.env['PATH'] }, /Ready to accept connections/)
    },
    // The last `-g` is the one that counts.
    startNginx: () =>
      launch([join(root, 'bin/nginx'), '-g', `daemon off; pid ${root}/run/nginx.pid;`], { stdio: 'inherit' }),
    remove: () => rmSync(root, { recursive: true, force: true }),
  }

  function write(path: string, content: string): void {
    mkdirSync(dirname(root + path), { recursive: true })
    writeFileSync(root + path, content)
  }

  /** The paths and ports of a text as they are in this machine; a text twice changed is the same. */
  function here(words: string): string {
    return words
      .replace(/(?<![\w.$}-])\/(etc|srv|var|run)(?=\/)/g, `${root}/$1`)
      .replace(/(?<=[ :=])\d{2,4}(?=[ ;/]|$)/gm, digits => String(ports.get(Number(digits)) ?? digits))
  }

  function relocate(): void {
    for (const file of globSync(`${root}/etc/{nginx,redis,systemd}/**/*.{conf,service}`))
      writeFileSync(file, here(readFileSync(file, 'utf8')))
  }

  async function startUnit(name: string) {
    const [, template, instance = ''] = /^([\w-]+@?)(\w*)$/.exec(name)!
    const unit = readUnit(readFileSync(`${root}/etc/systemd/system/${template}.service`, 'utf8'))
    const credentials = `${root}/run/credentials/${name}`
    const fill = (words: string) => here(words.replaceAll('%i', instance).replaceAll('%d', credentials))
    const [credential, from] = unit['LoadCredential']![0]!.split(':')
    mkdirSync(credentials, { recursive: true })
    writeFileSync(join(credentials, credential!), readFileSync(from!), { mode: 0o600 })
    const variables = unit['Environment']!.flatMap(line =>
      fill(line)
        .split(' ')
        .map(pair => pair.split('=', 2)),
    )
    const env = { PATH: '/usr/bin', ...Object.fromEntries(variables) }
    return started(fill(unit['ExecStart']![0]!).split(' '), env, /"sys_startup"/, fill(unit['WorkingDirectory']![0]!))
  }
}

/** The blocks of the document by their marks, in order. */
export function blocksOf(file: string) {
  const all = [...readFileSync(file, 'utf8').matchAll(MARKED)].map(([, mark, block]) => ({ mark, block: block! }))
  return {
    run: all.filter(({ mark }) => mark === 'run').map(({ block }) => block),
    root: all.filter(({ mark }) => mark === 'root').map(({ block }) => block),
  }
}

/** The values of each setting of a unit, in order. */
export function readUnit(unit: string): Record<string, string[] | undefined> {
  const settings: Record<string, string[]> = {}
  for (const [, name, value] of unit.matchAll(/^([A-Za-z]+)=(.*)$/gm)) {
    settings[name!] ??= []
    settings[name!]!.push(value!)
  }
  return settings
}

/** Whether a shell can read a text; what is wrong with it if not. */
export function syntaxError(block: string): string {
  return spawnSync('bash', ['-n', '-c', block], { encoding: 'utf8' }).stderr
}

async function started(command: string[], env: NodeJS.ProcessEnv, ready: RegExp, cwd?: string) {
  const { child, until, end } = launch(command as [string], {
    env,
    ...(cwd && { cwd }),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  for (const stream of [child.stdout!, child.stderr!]) stream.on('data', chunk => (output += chunk))
  await until(
    () => ready.test(output),
    () => output,
  )
  return { end, output: () => output, kill: () => end('SIGKILL') }
}
