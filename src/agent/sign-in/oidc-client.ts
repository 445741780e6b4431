import * as oidc from 'openid-client'
import type { ConsoleConfig } from '../../config/index.ts'

/** Per request to the provider. */
const LIMIT_SECONDS = 5
/** So that nobody has the provider asked more often by pressing a button. */
const KEPT_MS = 60_000

/** Returns a function that makes a client; the provider is asked for its addresses by the first call, and by later ones. */
export function oidcClients({ AGENT_OIDC_ISSUER, AGENT_OIDC_CLIENT_ID, AGENT_OIDC_CLIENT_SECRET }: ConsoleConfig) {
  const [issuer, id, secret] = [AGENT_OIDC_ISSUER!, AGENT_OIDC_CLIENT_ID!, AGENT_OIDC_CLIENT_SECRET!]
  const execute = issuer.protocol === 'http:' ? [oidc.allowInsecureRequests] : []
  let known: { at: number; server: Promise<oidc.ServerMetadata> } | undefined

  // A new one each time: it would keep the provider's keys for minutes, though the provider may have others by then.
  return async (): Promise<oidc.Configuration> => {
    const server = await addresses()
    const methods = server.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
    const isBasic = methods.includes('client_secret_basic')
    const proof = isBasic ? oidc.ClientSecretBasic(secret) : oidc.ClientSecretPost(secret)
    const client = new oidc.Configuration(server, id, secret, proof)
    client.timeout = LIMIT_SECONDS
    for (const allow of [oidc.enableNonRepudiationChecks, ...execute]) allow(client)
    return client
  }

  function addresses(): Promise<oidc.ServerMetadata> {
    const now = performance.now()
    if (known && now - known.at < KEPT_MS) return known.server
    const found = oidc.discovery(issuer, id, secret, undefined, { timeout: LIMIT_SECONDS, execute })
    const asked = { at: now, server: found.then(client => client.serverMetadata()) }
    known = asked
    asked.server.catch(() => {
      if (known === asked) known = undefined
    })
    return asked.server
  }
}
