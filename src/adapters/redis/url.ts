/** REDIS_URL taken apart; `path` is the database number, or the master's name behind sentinels. */
export interface RedisAddress {
  scheme: 'redis' | 'rediss' | 'redis+sentinel' | 'redis+cluster'
  hosts: { host: string; port: number }[]
  username?: string | undefined
  password?: string | undefined
  path: string
}

const SHAPE = /^(redis|rediss|redis\+sentinel|redis\+cluster):\/\/(?:([^@/]*)@)?([^/@]+)(?:\/([^/]*))?$/

/** Reads the four forms of interface.md, which `URL` cannot (several hosts). Throws without repeating the URL: it may hold a password. */
export function parseRedisUrl(url: string): RedisAddress {
  const [, scheme, credentials, hosts, path = ''] = SHAPE.exec(url) ?? []
  if (!scheme || !hosts) throw new TypeError('REDIS_URL has none of the known forms')
  const usualPort = scheme === 'redis+sentinel' ? 26379 : 6379
  return {
    scheme: scheme as RedisAddress['scheme'],
    hosts: hosts.split(',').map(text => parseHost(text, usualPort)),
    ...parseCredentials(credentials),
    path: decodeURIComponent(path),
  }
}

function parseHost(text: string, usualPort: number) {
  if (!URL.canParse(`redis://${text}`)) throw new TypeError('REDIS_URL names a host that cannot be read')
  const { hostname, port } = new URL(`redis://${text}`)
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || usualPort) }
}

function parseCredentials(text: string | undefined) {
  if (!text) return {}
  const [username, ...password] = text.split(':')
  return {
    username: decodeURIComponent(username ?? '') || undefined,
    password: decodeURIComponent(password.join(':')) || undefined,
  }
}
