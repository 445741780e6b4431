import { BadConfiguration, loadConfig } from './index.ts'

/** `npm run check-config`: every problem of the configuration that `npm start` would have, without starting. Ends with 1 where there is one. */
try {
  const { PUBLIC_URL, organisation } = loadConfig()
  console.log(`The configuration is well: ${organisation.shortName} at ${PUBLIC_URL.origin}`)
} catch (error) {
  if (!(error instanceof BadConfiguration)) throw error
  console.error(error.message)
  process.exitCode = 1
}
