import { statSync } from 'node:fs'
import { z } from 'zod'
import { Environment } from '../environment.ts'
import {
  BadConfiguration,
  collect,
  readFiles,
  readJson,
  runtimeProblems,
  type Variables,
  withoutBlanks,
} from '../read.ts'
import { zoneProblems } from '../time-zone.ts'
import { unknownNames } from '../unknown-names.ts'
import { ConsoleEnvironment } from './environment.ts'
import { consoleVariables } from './variables.ts'

const AccountsEnvironment = consoleVariables
  .pick({ AGENT_SESSION_KEYS: true })
  .extend({ AGENT_ACCOUNTS_FILE: z.string() })

export const CONSOLE_NAMES = Object.keys(consoleVariables.shape)

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
