import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import { Environment } from './environment.ts'
import { Limits } from './limits/index.ts'
import { crossedLimits, looseLimits } from './limits/rules.ts'
import { isLoopback } from './loopback.ts'
import { Organisation } from './organisation.ts'
import { RUNTIME_RULES } from './public-rules.ts'
import { zoneProblems } from './time-zone.ts'
import { unknownNames } from './unknown-names.ts'

export type Config = ReturnType<typeof loadConfig>

export class BadConfiguration extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The configuration has ${problems.length} problem(s):\n${problems.map(line => `  - ${line}`).join('\n')}`)
    this.name = 'BadConfiguration'
    this.problems = problems
  }
}

/** Reads the environment and its files. Throws `BadConfiguration` with all problems. */
export function loadConfig(env: Record<string, string | undefined> = process.env) {
  const problems: string[] = zoneProblems()
  const variables = withoutBlanks(env)
  const settings = collect(problems, '', Environment, variables)
  const organisationFile = organisationPath(variables['ORGANISATION'] ?? 'cnops')
  const organisation = collect(problems, `${organisationFile}: `, Organisation, readJson(problems, organisationFile))
  const limitsFile = variables['LIMITS_FILE']
  const limits = collect(
    problems,
    limitsFile ? `${limitsFile}: ` : '',
    Limits,
    limitsFile ? readJson(problems, limitsFile) : {},
  )
  const isPublic = reachesThePublic(variables['PUBLIC_URL'])
  if (limits) {
    const loose = isPublic ? looseLimits(limits) : []
    problems.push(...[...crossedLimits(limits), ...loose].map(problem => `${limitsFile}: ${problem}`))
  }
  if (isPublic) problems.push(...runtimeProblems(variables))
  problems.push(...unknownNames(Object.keys(variables), Object.keys(Environment.shape)))
  if (!settings || !organisation || !limits || problems.length > 0) throw new BadConfiguration(problems)
  return { ...settings, organisation, limits }
}

function withoutBlanks(env: Record<string, string | undefined>) {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()))
}

function reachesThePublic(url = ''): boolean {
  return URL.canParse(url) && !isLoopback(new URL(url).hostname)
}

function runtimeProblems(variables: Record<string, string | undefined>): string[] {
  return RUNTIME_RULES.filter(({ name, isBad }) => variables[name] && isBad(variables[name])).map(
    ({ name, problem }) => `${name}: ${problem}`,
  )
}

function organisationPath(name: string) {
  return new URL(`../../config/organisations/${name.replace(/[^a-z0-9-]/g, '')}.json`, import.meta.url).pathname
}

function readJson(problems: string[], file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    problems.push(`${file}: ${error instanceof SyntaxError ? 'is not JSON' : 'cannot be read'}`)
    return undefined
  }
}

function collect<Schema extends z.ZodType>(problems: string[], prefix: string, schema: Schema, input: unknown) {
  if (input === undefined) return undefined
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data as z.output<Schema>
  for (const { path, message } of parsed.error.issues) problems.push(`${prefix}${path.join('.')}: ${plain(message)}`)
  return undefined
}

function plain(message: string): string {
  return message.endsWith('received undefined') ? 'is missing' : message
}
