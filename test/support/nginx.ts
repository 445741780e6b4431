import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { chmodSync, cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ensureInstalled } from './install.ts'
import { until } from './until.ts'

/** Changes to a file of config/proxy, by its path there. */
type Changes = Record<string, (text: string) => string>

export type Nginx = Awaited<ReturnType<typeof startNginx>>

/** nginx as config/proxy sets it up, but for its folders, its port and the port behind it; every address of `localhost` may name another. */
export async function startNginx({
  port,
  upstream,
  changes = {},
}: {
  port: number
  upstream: number
  changes?: Changes
}) {
  process.env['PATH'] += ':/usr/sbin'
  const nginx = await ensureInstalled('nginx', 'nginx-light')
  const folder = mkdtempSync(join(tmpdir(), 'nginx-'))
  // Its workers are another user's.
  chmodSync(folder, 0o755)
  cpSync('config/proxy', folder, { recursive: true })
  const edit = (file: string, change: (text: string) => string) =>
    writeFileSync(join(folder, file), change(readFileSync(join(folder, file), 'utf8')))
  edit('nginx.conf', text => text.replaceAll('/etc/nginx', folder).replaceAll('/var/log/nginx', folder))
  edit('wizard/error-pages.conf', text => text.replace('/etc/nginx', folder))
  edit('wizard/upstream.conf', text => text.replace(':3000', `:${upstream}`))
  edit('wizard/listen.conf', text =>
    text.replace('listen 8080;', `listen ${port};\nset_real_ip_from 127.0.0.1;\nreal_ip_header X-Test-From;`),
  )
  for (const [file, change] of Object.entries(changes)) edit(file, change)
  const settings = ['-c', join(folder, 'nginx.conf'), '-g', `daemon off; pid ${folder}/pid;`]
  const child = spawn(nginx, settings, { stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = once(child, 'exit')
  let output = ''
  child.stderr.on('data', chunk => {
    output += chunk
  })
  await until(`nginx listens: ${output}`, () => child.exitCode !== null || listens(port))
  if (child.exitCode !== null) throw new Error(`nginx did not start:\n${output}`)
  const read = (file: string) => readFileSync(join(folder, file), 'utf8')
  return {
    accessLog: () => read('access.log'),
    errorLog: () => read('error.log') + output,
    async stop() {
      child.kill('SIGTERM')
      await ended
      rmSync(folder, { recursive: true })
    },
  }
}

export async function listens(port: number): Promise<boolean> {
  const socket = connect(port, '127.0.0.1')
  try {
    await once(socket, 'connect')
    return true
  } catch {
    return false
  } finally {
    socket.destroy()
  }
}
