import { BadConfiguration, hasConsole, loadConfig, loadConsoleConfig } from '../../config/index.ts'
import { consoleTries, type Try, wizardTries } from './far-ends.ts'
import { reach } from './reach.ts'

/** `npm run check-config`: prints every configuration problem without starting, the console's too if it is configured beside the
 * wizard; with `-- console` the console's alone. Then tries each far end with the configuration, unless `--offline` is given.
 * Exits with 1 if there is a problem. Secrets are never printed. */
const words = process.argv.slice(2)
const alone = words.includes('console')
const tries = [
  ...(alone ? [] : judge(loadConfig, ({ PUBLIC_URL }) => PUBLIC_URL, wizardTries)),
  ...(alone || hasConsole() ? judge(loadConsoleConfig, ({ AGENT_PUBLIC_URL }) => AGENT_PUBLIC_URL, consoleTries) : []),
]
if (!words.includes('--offline')) {
  const once = new Map(tries.map(each => [each.name, each]))
  const lines = await Promise.all([...once.values()].map(reach))
  for (const { name, problem } of lines) (problem ? console.error : console.log)(`${name}: ${problem ?? 'reached'}`)
  if (lines.some(({ problem }) => problem)) process.exitCode = 1
  // Connections that are kept for another request would hold the process.
  process.exit()
}

function judge<Loaded extends { organisation: { shortName: string } }>(
  load: () => Loaded,
  urlOf: (config: Loaded) => URL,
  triesOf: (config: Loaded) => Try[],
): Try[] {
  try {
    const config = load()
    console.log(`The configuration is valid: ${config.organisation.shortName} at ${urlOf(config).origin}`)
    return triesOf(config)
  } catch (error) {
    if (!(error instanceof BadConfiguration)) throw error
    console.error(error.message)
    process.exitCode = 1
    return []
  }
}
