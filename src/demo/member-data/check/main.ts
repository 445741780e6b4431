import { readFileSync, writeFileSync } from 'node:fs'
import { parseArgs } from 'node:util'
import { isSafe } from '../../../config/loopback.ts'
import { junit } from './report/junit.ts'
import { table } from './report/table.ts'
import { checkMemberApi } from './run.ts'

const USAGE = `npm run member-api:check -- URL [--token-file FILE] [--sample FILE [--write]] [--junit FILE] [--seconds N]

Holds a member-data API to docs/member-api.yaml. docs/member-api.md says what the files hold.
  URL            as MEMBER_API_URL, without /v1; https unless it is on this machine
  --token-file   the bearer token; without it only refusals are tried
  --sample       members of a test environment; without it only invented ones are tried
  --write        activates the members that the sample names for this: they are used up
  --junit        writes the rows as JUnit XML too
  --seconds      how long the wizard waits for an answer (memberApi.callMs of LIMITS_FILE), if not 3
Exit status: 0 if all rows are as the document says, 1 if any differs, 2 if nothing was tried.`

try {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      'token-file': { type: 'string' },
      sample: { type: 'string' },
      write: { type: 'boolean' },
      junit: { type: 'string' },
      seconds: { type: 'string', default: '3' },
    },
  })
  const [url, ...others] = positionals
  if (!url || others.length > 0 || !URL.canParse(url)) throw new Error('one URL is needed')
  if (!isSafe(new URL(url))) throw new Error('the token would cross the network in clear: https is needed')
  if (values.write && !(values.sample && values['token-file']))
    throw new Error('--write needs --token-file and --sample')
  if (values.sample && !values['token-file']) throw new Error('--sample needs --token-file')
  const callMs = Number(values.seconds) * 1000
  if (!(callMs > 0)) throw new Error('--seconds needs a number')
  const token = values['token-file'] ? readFileSync(values['token-file'], 'utf8').trim() : undefined
  const rows = await checkMemberApi({ url, token, callMs, sampleFile: values.sample, write: values.write })
  if (values.junit) writeFileSync(values.junit, junit(rows))
  console.log(table(rows))
  process.exitCode = rows.some(({ differs }) => differs.length > 0) ? 1 : 0
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`)
  process.exitCode = 2
}
