import { execFile, execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { ensureInstalled } from './install.ts'
import { launch } from './launch.ts'
import { CERTIFICATES, debianIn, nodeIn } from './stand-in-base.ts'

const ROOM = 4 * 1024 ** 3

interface Settings {
  User: string
  Env: string[]
  Cmd: string[]
  WorkingDir: string
}

/** Why no image can be built and run here; undefined if one can. */
export function whyNoImages(): string | undefined {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return 'buildah needs root on Linux here'
  // Containers of CI systems often refuse it.
  if (spawnSync('unshare', ['--mount', '--net', 'true']).status !== 0)
    return 'this machine allows no namespace of its own'
  return undefined
}

/** Images in a store of their own, in memory if it has room. */
export async function imageStore() {
  const buildah = await ensureInstalled('buildah', 'buildah')
  const { bavail, bsize } = statfsSync('/dev/shm')
  const folder = mkdtempSync(join(bavail * bsize > ROOM ? '/dev/shm' : tmpdir(), 'images-'))
  const store = ['--root', join(folder, 'root'), '--runroot', join(folder, 'run')]
  const env = { ...process.env, TMPDIR: folder }
  const run = (...words: string[]) => execFileSync(buildah, [...store, ...words], { env, encoding: 'utf8' }).trim()
  const ofNpm = ['registry', 'cafile', 'proxy', 'https-proxy'].flatMap(name => {
    const value = execFileSync('npm', ['config', 'get', name], { encoding: 'utf8' }).trim()
    return /^(null|undefined)?$/.test(value) ? [] : ['--env', `npm_config_${name.replace('-', '_')}=${value}`]
  })

  return {
    folder,
    /** Makes stand-ins for the two bases of the Dockerfile. */
    makeBases(): void {
      for (const [name, fill] of Object.entries({ debian: debianIn, node: nodeIn })) {
        const container = run('from', 'scratch')
        const root = run('mount', container)
        fill(root)
        const settings = ['--env', 'PATH=/usr/local/bin:/usr/bin:/bin', '--env', 'HOME=/root']
        if (name === 'node')
          settings.push(
            ...ofNpm,
            '--env',
            'npm_config_prefer_offline=true',
            '--env',
            `NODE_EXTRA_CA_CERTS=${CERTIFICATES}`,
          )
        run('config', ...settings, container)
        run('commit', '--quiet', container, `localhost/${name}`)
        run('rm', container)
      }
    },
    /** Builds a target of the Dockerfile in a folder; resolves with what was written. */
    async build(target: string, context: string): Promise<string> {
      const bases = ['NODE_IMAGE=localhost/node', 'DEBIAN_IMAGE=localhost/debian'].flatMap(it => ['--build-arg', it])
      const cache = ['--volume', `${join(homedir(), '.npm')}:/root/.npm`]
      const words = [
        'bud',
        '--isolation',
        'chroot',
        '--layers',
        ...cache,
        ...bases,
        '--target',
        target,
        '-t',
        target,
        context,
      ]
      const { stdout, stderr } = await promisify(execFile)(buildah, [...store, ...words], {
        env,
        maxBuffer: 64 * 1024 ** 2,
      })
      return stdout + stderr
    },
    /** The image's files as a container would have them, and how it is to be run. */
    open(image: string) {
      const root = run('mount', run('from', `localhost/${image}`))
      const { OCIv1 } = JSON.parse(run('inspect', '--type', 'image', `localhost/${image}`))
      const settings = OCIv1.config as Settings
      return {
        root,
        settings,
        /** Runs it as a container that may write nowhere, with these variables beside its own; on this machine's network, or on none. */
        start(variables: Record<string, string>, { command = settings.Cmd, network = true } = {}) {
          const [user, group = user] = settings.User.split(':')
          const given = Object.entries(variables).map(([name, value]) => `${name}=${value}`)
          const script = `mount --bind "$0" "$0" && cd "$0" && mount --rbind /dev dev && mount -t proc proc proc &&
            mount -o remount,bind,ro "$0" && PATH=$PATH:/usr/sbin exec chroot --userspec=${user}:${group} "$0" "$@"`
          const words = ['/bin/env', '-i', '-C', settings.WorkingDir, ...settings.Env, ...given, ...command]
          const namespaces = ['--mount', ...(network ? [] : ['--net'])]
          const { child, until, end } = launch(['unshare', ...namespaces, 'sh', '-c', script, root, ...words], {
            stdio: ['ignore', 'pipe', 'pipe'],
          })
          let output = ''
          for (const stream of [child.stdout!, child.stderr!]) stream.on('data', chunk => (output += chunk))
          return { output: () => output, until: (holds: () => unknown) => until(holds, () => output), end }
        },
      }
    },
    /** The names of all files in all layers that have come about. */
    filesOfLayers: () => readdirSync(join(folder, 'root/overlay'), { recursive: true, encoding: 'utf8' }),
    remove(): void {
      run('rm', '--all')
      // The store mounts its own folder.
      spawnSync('umount', ['--recursive', join(folder, 'root/overlay')])
      rmSync(folder, { recursive: true })
    },
  }
}
