import { BadConfiguration, loadConfig } from './index.ts'

/** `npm run check-config`: prints every configuration problem without starting; exits with 1 if there is one. */
try {
  const { PUBLIC_URL, organisation } = loadConfig()
  console.log(`The configuration is valid: ${organisation.shortName} at ${PUBLIC_URL.origin}`)
} catch (error) {
  if (!(error instanceof BadConfiguration)) throw error
  console.error(error.message)
  process.exitCode = 1
}
