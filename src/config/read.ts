import { readFileSync } from 'node:fs'
import type { z } from 'zod'
import { crossedLimits } from './limits/crossed.ts'
import { Limits } from './limits/index.ts'
import { looseLimits } from './limits/loose.ts'
import { isLoopback } from './loopback.ts'
import { Organisation } from './organisation.ts'
import { DEFAULT_ORGANISATION, organisationPath } from './organisation-file.ts'
import { RUNTIME_RULES } from './public-rules.ts'

export type Variables = Record<string, string | undefined>

export class BadConfiguration extends Error {
  readonly problems: readonly string[]

  constructor(problems: readonly string[]) {
    super(`The configuration has ${problems.length} problem(s):\n${problems.map(line => `  - ${line}`).join('\n')}`)
    this.name = 'BadConfiguration'
    this.problems = problems
  }
}

export function withoutBlanks(env: Variables): Variables {
  return Object.fromEntries(Object.entries(env).filter(([, value]) => value?.trim()))
}

/** The parsed input; undefined, with a line in `problems` for each, if it has problems. */
export function collect<Schema extends z.ZodType>(problems: string[], prefix: string, schema: Schema, input: unknown) {
  if (input === undefined) return undefined
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data as z.output<Schema>
  for (const { path, message } of parsed.error.issues) problems.push(`${prefix}${path.join('.')}: ${plain(message)}`)
  return undefined
}

/** What ORGANISATION and LIMITS_FILE name. `publicUrl`: if its host is not loopback, limits must not be loose. */
export function readFiles(problems: string[], variables: Variables, publicUrl: string | undefined) {
  const organisationFile = organisationPath(variables['ORGANISATION'] ?? DEFAULT_ORGANISATION)
  const organisation = collect(problems, `${organisationFile}: `, Organisation, readJson(problems, organisationFile))
  const limitsFile = variables['LIMITS_FILE']
  const limits = collect(
    problems,
    limitsFile ? `${limitsFile}: ` : '',
    Limits,
    limitsFile ? readJson(problems, limitsFile) : {},
  )
  if (limits) {
    const loose = reachesThePublic(publicUrl) ? looseLimits(limits) : []
    problems.push(...[...crossedLimits(limits), ...loose].map(problem => `${limitsFile}: ${problem}`))
  }
  return { organisation, limits }
}

export function readJson(problems: string[], file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    problems.push(`${file}: ${error instanceof SyntaxError ? 'is not JSON' : 'cannot be read'}`)
    return undefined
  }
}

export function runtimeProblems(variables: Variables, publicUrl: string | undefined): string[] {
  if (!reachesThePublic(publicUrl)) return []
  return RUNTIME_RULES.filter(({ name, isBad }) => variables[name] && isBad(variables[name])).map(
    ({ name, problem }) => `${name}: ${problem}`,
  )
}

function reachesThePublic(url = ''): boolean {
  return URL.canParse(url) && !isLoopback(new URL(url).hostname)
}

function plain(message: string): string {
  return message.endsWith('received undefined') ? 'is missing' : message
}
