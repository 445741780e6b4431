import { BadConfiguration, hasConsole, loadConfig, loadConsoleConfig } from './index.ts'

/**
 * `npm run check-config`: prints every configuration problem without starting, the console's too if it is configured beside the
 * wizard; with `-- console` the console's alone. Exits with 1 if there is one.
 */
const withConsole = process.argv[2] === 'console' || hasConsole()
if (process.argv[2] !== 'console') check(loadConfig, ({ PUBLIC_URL }) => PUBLIC_URL)
if (withConsole) check(loadConsoleConfig, ({ AGENT_PUBLIC_URL }) => AGENT_PUBLIC_URL)

function check<Loaded extends { organisation: { shortName: string } }>(
  load: () => Loaded,
  urlOf: (config: Loaded) => URL,
): void {
  try {
    const config = load()
    console.log(`The configuration is valid: ${config.organisation.shortName} at ${urlOf(config).origin}`)
  } catch (error) {
    if (!(error instanceof BadConfiguration)) throw error
    console.error(error.message)
    process.exitCode = 1
  }
}
