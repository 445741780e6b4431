/** REDIS_URL parsed; `path` is the database number, or the master's name for sentinels. */
export interface RedisAddress {
  form: 'server' | 'sentinel' | 'cluster'
  tls: boolean
  hosts: { host: string; port: number }[]
  username?: string | undefined
  password?: string | undefined
  sentinelPassword?: string | undefined
  path: string
}

const SHAPE =
  /^redis(s?)(?:\+(sentinel|cluster))?:\/\/(?:([^@/\s]*)@)?([^@/?#\s]+)(?:\/([^/?#\s]*))?(?:\?sentinelPassword=([^?&#\s]+))?$/

/** Reads the forms of .env.example; `URL` reads one host only. Errors leave out the text, which may hold a password. */
export function parseRedisUrl(url: string): RedisAddress {
  const [whole, secure, form = 'server', credentials, hosts, path = '', sentinelPassword] = SHAPE.exec(url) ?? []
  if (!whole || !hosts || (sentinelPassword && form !== 'sentinel')) throw new TypeError('REDIS_URL has no known form')
  const usualPort = form === 'sentinel' ? 26379 : 6379
  const address = {
    form: form as RedisAddress['form'],
    tls: secure === 's',
    hosts: hosts.split(',').map(text => parseHost(text, usualPort)),
    ...parseCredentials(credentials),
    ...(sentinelPassword && { sentinelPassword: decoded(sentinelPassword) }),
    path: decoded(path),
  }
  if (!isWhole(address)) throw new TypeError('REDIS_URL has no known form')
  return address
}

function isWhole({ form, hosts, path }: RedisAddress): boolean {
  if (form === 'sentinel') return /^[\w.-]+$/.test(path)
  return form === 'server' ? hosts.length === 1 && /^\d{0,5}$/.test(path) : path === ''
}

function parseHost(text: string, usualPort: number) {
  if (!URL.canParse(`redis://${text}`)) throw new TypeError('REDIS_URL has an invalid host')
  const { hostname, port } = new URL(`redis://${text}`)
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || usualPort) }
}

function parseCredentials(text: string | undefined) {
  if (!text) return {}
  const [username, ...password] = text.split(':')
  return {
    username: decoded(username ?? '') || undefined,
    password: decoded(password.join(':')) || undefined,
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new TypeError('REDIS_URL has an invalid % escape')
  }
}
