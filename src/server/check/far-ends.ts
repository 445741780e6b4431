import { once } from 'node:events'
import net from 'node:net'
import tls from 'node:tls'
import { createHttpClient } from '../../adapters/http.ts'
import { connectRedis, ready } from '../../adapters/redis/client.ts'
import { readiness } from '../../adapters/redis/readiness.ts'
import { smtpTransport } from '../../adapters/smtp/transport.ts'
import type { Config, ConsoleConfig } from '../../config/index.ts'
import { isLoopback } from '../../config/loopback.ts'

/** A far end answered, but not as the wizard needs. */
export class Unfit extends Error {}

export interface Try {
  name: string
  /** Resolves, with nothing, if the far end can be used; throws, `Unfit` with words for operators, if not. */
  attempt(signal: AbortSignal): Promise<void>
}

/** What the wizard talks to, each tried without an effect: nothing is sent, and no member is asked about. */
export function wizardTries(config: Config): Try[] {
  return [
    ...redisTries(config),
    { name: 'MEMBER_API_URL', attempt: signal => askMemberApi(config, signal) },
    { name: 'SMTP_URL', attempt: () => signInToMail(config) },
    config.smsGateway
      ? { name: 'SMS_GATEWAY_FILE', attempt: signal => connectTo(new URL(config.smsGateway!.url), signal) }
      : { name: 'TWILIO_API_URL', attempt: signal => readTwilioAccount(config, signal) },
  ]
}

/** What the console talks to before anybody signs in. */
export function consoleTries(config: ConsoleConfig): Try[] {
  const { AGENT_OIDC_ISSUER: issuer } = config
  const attempt = async (signal: AbortSignal) => {
    const base = issuer!.href.replace(/\/$/, '')
    await expect(200, { url: `${base}/.well-known/openid-configuration`, signal })
  }
  return [...redisTries(config), ...(issuer ? [{ name: 'AGENT_OIDC_ISSUER', attempt }] : [])]
}

function redisTries({ REDIS_URL: url }: Pick<Config, 'REDIS_URL'>): Try[] {
  return url === 'memory:' ? [] : [{ name: 'REDIS_URL', attempt: () => useRedis(url) }]
}

async function useRedis(url: string): Promise<void> {
  let [refusal, evicts]: [Error | undefined, boolean] = [undefined, false]
  const client = connectRedis(url, error => {
    refusal = error
  })
  const alarm = (name: string, raised: boolean) => {
    if (name === 'redis-eviction') evicts = raised
  }
  try {
    await ready(client)
    await readiness(client, { alarm, note: () => {} })()
  } catch (error) {
    if (evicts) throw new Unfit('its maxmemory-policy must be noeviction')
    throw refusal ?? Object(error).cause ?? error
  } finally {
    client.disconnect()
  }
}

/** Checks health and our token: an empty claim must be refused as malformed. */
async function askMemberApi({ MEMBER_API_URL, MEMBER_API_TOKEN }: Config, signal: AbortSignal): Promise<void> {
  const base = MEMBER_API_URL.replace(/\/+$/, '')
  await expect(200, { url: `${base}/v1/health`, signal })
  const headers = { Authorization: `Bearer ${MEMBER_API_TOKEN}`, 'Content-Type': 'application/json' }
  const empty = { url: `${base}/v1/identity-checks`, method: 'POST', data: '{}', headers, signal }
  await expect(400, empty, 'MEMBER_API_TOKEN')
}

async function signInToMail({ SMTP_URL: url, PUBLIC_URL, limits }: Config): Promise<void> {
  const { silenceMs } = limits.dependencies.smtp
  const transport = smtpTransport({ url, silenceMs, trial: isLoopback(PUBLIC_URL.hostname) })
  try {
    await transport.verify()
  } finally {
    transport.close()
  }
}

async function readTwilioAccount(config: Config, signal: AbortSignal): Promise<void> {
  const { TWILIO_ACCOUNT_SID: sid = '', TWILIO_AUTH_TOKEN: token = '', TWILIO_API_URL: base } = config
  const headers = { Authorization: `Basic ${btoa(`${sid}:${token}`)}` }
  const url = `${base.replace(/\/+$/, '')}/2010-04-01/Accounts/${sid}.json`
  const account = await expect(200, { url, headers, signal }, 'TWILIO_ACCOUNT_SID or TWILIO_AUTH_TOKEN')
  if (!/"status":\s*"active"/.test(account)) throw new Unfit('the account is not active')
}

/** Connects only, since an HTTP gateway might take any request for an SMS. */
async function connectTo({ protocol, hostname: host, port }: URL, signal: AbortSignal): Promise<void> {
  const isSecure = protocol === 'https:'
  const place = { host, port: Number(port) || (isSecure ? 443 : 80) }
  const socket = isSecure ? tls.connect({ ...place, servername: host }) : net.connect(place)
  try {
    await once(socket, isSecure ? 'secureConnect' : 'connect', { signal })
  } finally {
    socket.destroy()
  }
}

type Asked = Parameters<ReturnType<typeof createHttpClient>['request']>[0]

/** The body of the answer; `secrets` names what 401 and 403 are about. */
async function expect(status: number, asked: Asked, secrets?: string): Promise<string> {
  const answer = await createHttpClient(1).request<string>(asked)
  if (answer.status === status) return answer.data
  const { pathname } = new URL(asked.url!)
  if (secrets && [401, 403].includes(answer.status)) throw new Unfit(`it refuses ${secrets} (${answer.status})`)
  throw new Unfit(`it answered ${answer.status} to ${pathname}, not ${status}`)
}
