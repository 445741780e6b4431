import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import { port, token, url } from '../values/forms.ts'
import { keyList } from '../values/key-list.ts'
import { variables } from '../variables.ts'

const networks = z
  .string()
  .transform(text => text.split(',').map(part => part.trim()))
  .refine(list => list.every(isNetwork), 'must be networks like 10.0.0.0/8,fd00::/8')

const ofWizard = variables.pick({
  HOST: true,
  REDIS_URL: true,
  TRUST_PROXY: true,
  HSTS: true,
  ORGANISATION: true,
  LIMITS_FILE: true,
  LOG_LEVEL: true,
  NODE_ENV: true,
  ADMIN_HOST: true,
})

export const consoleVariables = ofWizard.extend({
  AGENT_PORT: port(3001),
  AGENT_PUBLIC_URL: url('http:', 'https:').transform(text => new URL(text)),
  AGENT_SESSION_KEYS: keyList,
  LIVE_VIEW_KEYS: keyList,
  AGENT_NETWORKS: networks.optional(),
  AGENT_ACCOUNTS_FILE: z.string().optional(),
  AGENT_OIDC_ISSUER: url('http:', 'https:')
    .transform(text => new URL(text))
    .optional(),
  AGENT_OIDC_CLIENT_ID: token.optional(),
  AGENT_OIDC_CLIENT_SECRET: token.optional(),
  AGENT_OIDC_ROLE_CLAIM: token.optional(),
  AGENT_OIDC_AGENT_ROLE: z.string().optional(),
  AGENT_OIDC_SUPERVISOR_ROLE: z.string().optional(),
  AGENT_OIDC_MFA: z
    .string()
    .regex(/^(acr|amr):\S+$/, 'must look like acr:<value> or amr:<value>')
    .optional(),
  /** Beside the wizard's on one machine. */
  ADMIN_PORT: port(9465),
})

export type ConsoleSettings = z.output<typeof consoleVariables>

function isNetwork(text: string): boolean {
  return ipaddr.isValidCIDR(text)
}
