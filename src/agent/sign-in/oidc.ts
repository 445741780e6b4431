import * as oidc from 'openid-client'
import type { ConsoleConfig } from '../../config/index.ts'
import type { Role } from '../session.ts'
import { readClaims, secondFactor } from './oidc-claims.ts'
import { oidcClients } from './oidc-client.ts'
import { causeOf, isOutage } from './oidc-faults.ts'

/** What a sign-in under way must bring back; only the browser holds it, sealed. */
export interface Attempt {
  state: string
  nonce: string
  verifier: string
}

/** `provider`: it cannot be reached. `refused`: it said no, or its answer is not that to this attempt. */
export type Problem = 'provider' | 'refused' | 'role' | 'second-factor'

/** `account` is unique with this provider; `name` is what the provider calls the person. */
export type OidcResult =
  | { kind: 'in'; account: string; name: string; role: Role; idToken: string }
  | { kind: Problem; account?: string; cause?: string }

export type Oidc = ReturnType<typeof createOidc>

/** Signs agents in at an identity provider, by a code with PKCE (AG-4). */
export function createOidc(config: ConsoleConfig) {
  const clientNow = oidcClients(config)
  const redirectUri = new URL('/connexion/retour', config.AGENT_PUBLIC_URL).href
  const [factor, level] = secondFactor(config)

  return {
    async begin(): Promise<{ kind: 'at'; url: URL; attempt: Attempt } | { kind: 'provider'; cause: string }> {
      const [state, nonce, verifier] = [oidc.randomState(), oidc.randomNonce(), oidc.randomPKCECodeVerifier()]
      try {
        const url = oidc.buildAuthorizationUrl(await clientNow(), {
          redirect_uri: redirectUri,
          scope: 'openid profile',
          state,
          nonce,
          code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
          code_challenge_method: 'S256',
          ...(factor === 'acr' && { acr_values: level }),
        })
        return { kind: 'at', url, attempt: { state, nonce, verifier } }
      } catch (error) {
        return { kind: 'provider', cause: causeOf(error) }
      }
    },

    async finish(url: URL, { state, nonce, verifier }: Attempt): Promise<OidcResult> {
      try {
        const tokens = await oidc.authorizationCodeGrant(await clientNow(), url, {
          expectedState: state,
          expectedNonce: nonce,
          pkceCodeVerifier: verifier,
          idTokenExpected: true,
        })
        const { account, name, role, showsFactor } = readClaims(config, tokens.claims()!)
        if (!role) return { kind: 'role', account }
        if (!showsFactor) return { kind: 'second-factor', account }
        return { kind: 'in', account, name, role, idToken: tokens.id_token! }
      } catch (error) {
        return { kind: isOutage(error) ? 'provider' : 'refused', cause: causeOf(error) }
      }
    },

    /** Where the session at the provider is ended; undefined if it offers nothing of the kind, or is down. */
    async signOutUrl(idToken: string): Promise<string | undefined> {
      const client = await clientNow().catch(() => undefined)
      if (!client?.serverMetadata().end_session_endpoint) return undefined
      const back = new URL('/connexion', config.AGENT_PUBLIC_URL).href
      return oidc.buildEndSessionUrl(client, { id_token_hint: idToken, post_logout_redirect_uri: back }).href
    },
  }
}
