import { statSync } from 'node:fs'
import ipaddr from 'ipaddr.js'
import { z } from 'zod'
import { Environment } from './environment.ts'
import { isLoopback, isSafe } from './loopback.ts'
import { SHARED_RULES } from './public-rules.ts'
import {
  BadConfiguration,
  collect,
  readFiles,
  readJson,
  runtimeProblems,
  type Variables,
  withoutBlanks,
} from './read.ts'
import { zoneProblems } from './time-zone.ts'
import { unknownNames } from './unknown-names.ts'
import { allDiffer, keyList } from './values/key-list.ts'
import { port, token, url, variables } from './variables.ts'

const networks = z
  .string()
  .transform(text => text.split(',').map(part => part.trim()))
  .refine(list => list.every(isNetwork), 'must be networks like 10.0.0.0/8,fd00::/8')

const ofWizard = variables.pick({
  HOST: true,
  REDIS_URL: true,
  TRUST_PROXY: true,
  ORGANISATION: true,
  LIMITS_FILE: true,
  LOG_LEVEL: true,
  NODE_ENV: true,
  ADMIN_HOST: true,
})

const Shape = ofWizard.extend({
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

type Settings = z.output<typeof Shape>

const OIDC = [
  'AGENT_OIDC_ISSUER',
  'AGENT_OIDC_CLIENT_ID',
  'AGENT_OIDC_CLIENT_SECRET',
  'AGENT_OIDC_ROLE_CLAIM',
  'AGENT_OIDC_AGENT_ROLE',
  'AGENT_OIDC_SUPERVISOR_ROLE',
  'AGENT_OIDC_MFA',
] as const

const AccountsEnvironment = Shape.pick({ AGENT_SESSION_KEYS: true }).extend({ AGENT_ACCOUNTS_FILE: z.string() })

export const CONSOLE_NAMES = Object.keys(Shape.shape)

export const ConsoleEnvironment = Shape.superRefine(
  (it, { issues, addIssue }) => {
    const broken = new Set<unknown>(issues.map(({ path }) => path?.[0]))
    const check = (
      name: keyof Settings,
      others: readonly (keyof Settings)[],
      holds: () => boolean,
      message: string,
    ) => {
      if (![name, ...others].some(each => broken.has(each)) && !holds())
        addIssue({ code: 'custom', path: [name], message })
    }
    const { AGENT_PUBLIC_URL: own, AGENT_OIDC_ISSUER: issuer } = it
    const isPublic = () => !isLoopback(own.hostname)
    const origin = 'must be an origin, without a path or anything else'
    check('AGENT_PUBLIC_URL', [], () => own.href === `${own.origin}/`, origin)
    check('AGENT_PUBLIC_URL', [], () => isSafe(own), 'must be https: unless its host is loopback')
    check(
      'ADMIN_PORT',
      ['AGENT_PORT'],
      () => it.ADMIN_PORT !== it.AGENT_PORT || it.AGENT_PORT === 0,
      'must differ from AGENT_PORT',
    )
    const keys = () => allDiffer([...it.AGENT_SESSION_KEYS, ...it.LIVE_VIEW_KEYS])
    check('AGENT_SESSION_KEYS', ['LIVE_VIEW_KEYS'], keys, 'AGENT_SESSION_KEYS and LIVE_VIEW_KEYS must not share a key')
    const hasOidc = OIDC.some(name => it[name] !== undefined || broken.has(name))
    const one = () => (it.AGENT_ACCOUNTS_FILE !== undefined) !== hasOidc
    check('AGENT_ACCOUNTS_FILE', [], one, 'either this or AGENT_OIDC_ISSUER is needed, and not both')
    for (const name of hasOidc ? OIDC : [])
      check(name, [], () => it[name] !== undefined, 'is needed for OpenID Connect')
    check('AGENT_OIDC_ISSUER', [], () => !issuer || isSafe(issuer), 'must be https: unless its host is loopback')
    for (const { name, isBad, problem } of SHARED_RULES) {
      const message = problem.replace('PUBLIC_URL', 'AGENT_PUBLIC_URL')
      check(name, ['AGENT_PUBLIC_URL'], () => !isPublic() || !isBad(it), message)
    }
  },
  // Runs even if other checks fail, so that the operator sees all problems at once.
  { when: () => true },
)

export function readConsoleConfig(env: Variables) {
  const problems: string[] = zoneProblems()
  const variables = withoutBlanks(env)
  const settings = collect(problems, '', ConsoleEnvironment, variables)
  const { organisation, limits } = readFiles(problems, variables, variables['AGENT_PUBLIC_URL'])
  problems.push(...runtimeProblems(variables, variables['AGENT_PUBLIC_URL']))
  problems.push(...accountsFileProblems(variables['AGENT_ACCOUNTS_FILE']))
  problems.push(...unknownNames(Object.keys(variables), CONSOLE_NAMES, Object.keys(Environment.shape), 'console'))
  if (!settings || !organisation || !limits || problems.length > 0) throw new BadConfiguration(problems)
  return { ...settings, organisation, limits }
}

export function readAccountsConfig(env: Variables) {
  const problems: string[] = []
  const variables = withoutBlanks(env)
  const settings = collect(problems, '', AccountsEnvironment, variables)
  const { organisation } = readFiles(problems, variables, undefined)
  if (!settings || !organisation || problems.length > 0) throw new BadConfiguration(problems)
  return { ...settings, organisation }
}

/** It holds what signs agents in: nobody but the process's own user may read it. */
function accountsFileProblems(file: string | undefined): string[] {
  if (!file) return []
  const mode = statSync(file, { throwIfNoEntry: false })?.mode
  if (mode === undefined) return [`AGENT_ACCOUNTS_FILE: ${file} is missing: npm run agent:add makes it`]
  if ((mode & 0o777) !== 0o600) return [`AGENT_ACCOUNTS_FILE: ${file} must have mode 0600`]
  const problems: string[] = []
  const content = readJson(problems, file)
  if (content && !Array.isArray(Object(content).accounts)) problems.push(`${file}: holds no accounts`)
  return problems
}

function isNetwork(text: string): boolean {
  return ipaddr.isValidCIDR(text)
}
