import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import { decodeJwt, exportJWK, generateKeyPair, importJWK, type JWK, type JWTPayload, SignJWT } from 'jose'
import { type Configuration, Provider } from 'oidc-provider'
import { freePort } from './free-port.ts'

const CLIENT = { id: 'console', secret: 'a-secret-of-the-console' }

/** The person who signs in there, and what the provider says of them. */
export interface Person {
  sub: string
  preferred_username?: string
  roles: string | string[]
  acr?: string
  amr?: string[]
}

export const AMINA = {
  sub: '248289761001',
  preferred_username: 'amina',
  roles: ['call-centre'],
  acr: 'loa2',
  amr: ['pwd', 'otp'],
} satisfies Person

/** The variables of a console whose agents sign in there. */
export const oidcEnvironment = (issuer: string) => ({
  AGENT_ACCOUNTS_FILE: '',
  AGENT_OIDC_ISSUER: issuer,
  AGENT_OIDC_CLIENT_ID: CLIENT.id,
  AGENT_OIDC_CLIENT_SECRET: CLIENT.secret,
  AGENT_OIDC_ROLE_CLAIM: 'roles',
  AGENT_OIDC_AGENT_ROLE: 'call-centre',
  AGENT_OIDC_SUPERVISOR_ROLE: 'call-centre-lead',
  AGENT_OIDC_MFA: 'acr:loa2',
})

/** An identity provider on this machine, which lets `person` in without asking. It is down until it is started. */
export async function oidcProvider() {
  const port = await freePort()
  const issuer = `http://localhost:${port}`
  let server: Server | undefined
  let keys = [await newKey()]
  let console = ''
  const state = {
    issuer,
    person: { sub: 'of nobody', roles: [] } as Person,
    /** Changes the claims of the next ID tokens, which are signed as ever. */
    forge: undefined as ((claims: JWTPayload) => JWTPayload) | undefined,
    /** Signs the next ID tokens with a key that the provider does not have. */
    strange: false,
    answersTokensWith: undefined as number | undefined,
    requests: [] as string[],
    async start(origin = console) {
      if (server?.listening) return
      console = origin
      const provider = new Provider(
        issuer,
        configuration(origin, keys, () => state.person),
      )
      provider.use(async (ctx, next) => {
        state.requests.push(ctx.path)
        if (ctx.path.startsWith('/interaction/')) {
          const { sub, acr, amr } = state.person
          const login = { accountId: sub, ...(acr && { acr }), ...(amr && { amr }) }
          return provider.interactionFinished(ctx.req, ctx.res, { login })
        }
        if (ctx.path === '/token' && state.answersTokensWith) {
          ctx.status = state.answersTokensWith
          return
        }
        await next()
        const body = ctx.body as { id_token?: string } | undefined
        if (ctx.path === '/token' && body?.id_token && (state.forge || state.strange)) {
          const claims = decodeJwt(body.id_token)
          body.id_token = await signed(state.forge?.(claims) ?? claims, state.strange ? await newKey() : keys[0]!)
        }
      })
      server = createServer(provider.callback()).listen(port, 'localhost')
      await once(server, 'listening')
    },
    async stop() {
      server?.closeAllConnections()
      if (server?.listening) await new Promise(done => server!.close(done))
    },
    /** It signs by a new key from now on, and no longer has the old one. */
    async rotate() {
      await state.stop()
      keys = [await newKey()]
      await state.start()
    },
    /** Walks through it as a browser does; returns the address at which it sends the browser back. */
    async visit(address: string): Promise<URL> {
      const jar = new Map<string, string>()
      let at = new URL(address)
      while (at.origin === issuer) {
        const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ')
        const response = await fetch(at, { headers: { cookie }, redirect: 'manual' })
        for (const line of response.headers.getSetCookie()) {
          const [, name, value] = /^([^=]+)=([^;]*)/.exec(line)!
          jar.set(name!, value!)
        }
        const location = response.headers.get('location')
        if (!location) throw new Error(`the provider answers ${response.status}: ${await response.text()}`)
        at = new URL(location, at)
      }
      return at
    },
  }
  return state
}

function configuration(origin: string, keys: JWK[], person: () => Person): Configuration {
  return {
    clients: [
      {
        client_id: CLIENT.id,
        client_secret: CLIENT.secret,
        redirect_uris: [`${origin}/connexion/retour`],
        post_logout_redirect_uris: [`${origin}/connexion`],
      },
    ],
    jwks: { keys } as NonNullable<Configuration['jwks']>,
    cookies: { keys: ['one'] },
    claims: { openid: ['sub', 'roles', 'acr', 'amr'], profile: ['preferred_username'] },
    acrValues: ['loa2'],
    conformIdTokenClaims: false,
    features: {
      devInteractions: { enabled: false },
      // The page that comes with it fetches a font from elsewhere.
      rpInitiatedLogout: {
        logoutSource(ctx, form) {
          ctx.body = `<!DOCTYPE html><title>Sign out</title><link rel="icon" href="data:,">${form}`
        },
      },
    },
    interactions: { url: (_ctx, { uid }) => `/interaction/${uid}` },
    pkce: { required: () => true },
    findAccount: (_ctx, accountId) => ({ accountId, claims: () => ({ ...person(), sub: accountId }) }),
    async loadExistingGrant({ oidc }) {
      const grant = new oidc.provider.Grant({ clientId: CLIENT.id, accountId: oidc.session!.accountId! })
      grant.addOIDCScope('openid profile')
      await grant.save()
      return grant
    },
  }
}

async function newKey(): Promise<JWK> {
  const { privateKey } = await generateKeyPair('RS256', { extractable: true })
  const kid = crypto.randomUUID()
  return { ...(await exportJWK(privateKey)), kid, alg: 'RS256', use: 'sig' }
}

async function signed(claims: JWTPayload, key: JWK): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: key.kid! }).sign(await importJWK(key, 'RS256'))
}
