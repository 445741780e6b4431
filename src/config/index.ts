import { CONSOLE_NAMES, readAccountsConfig, readConsoleConfig } from './console/index.ts'
import { Environment } from './environment.ts'
import { BadConfiguration, collect, readFiles, runtimeProblems, type Variables, withoutBlanks } from './read.ts'
import { readSmsGateway } from './sms-gateway/index.ts'
import { zoneProblems } from './time-zone.ts'
import { unknownNames } from './unknown-names.ts'

export { BadConfiguration } from './read.ts'

export type Config = ReturnType<typeof loadConfig>
export type ConsoleConfig = ReturnType<typeof loadConsoleConfig>

/** Reads the wizard's environment and its files. Throws `BadConfiguration` with all problems. */
export function loadConfig(env: Variables = process.env) {
  const problems: string[] = zoneProblems()
  const variables = withoutBlanks(env)
  const settings = collect(problems, '', Environment, variables)
  const { organisation, limits } = readFiles(problems, variables, variables['PUBLIC_URL'])
  const smsGateway = readSmsGateway(problems, variables)
  problems.push(...runtimeProblems(variables, variables['PUBLIC_URL']))
  problems.push(...unknownNames(Object.keys(variables), Object.keys(Environment.shape), CONSOLE_NAMES))
  if (!settings || !organisation || !limits || problems.length > 0) throw new BadConfiguration(problems)
  return { ...settings, organisation, limits, smsGateway }
}

/** Reads the environment of the call-centre console and its files. Throws `BadConfiguration` with all problems. */
export function loadConsoleConfig(env: Variables = process.env) {
  return readConsoleConfig(env)
}

/** Whether the environment has a console beside the wizard. */
export const hasConsole = (env: Variables = process.env): boolean => Boolean(env['AGENT_PUBLIC_URL'])

/** Reads what `npm run agent:…` needs. Throws `BadConfiguration` with all problems. */
export function loadAccountsConfig(env: Variables = process.env) {
  return readAccountsConfig(env)
}
