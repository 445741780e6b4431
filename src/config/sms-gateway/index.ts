import { collect, readJson, type Variables } from '../read.ts'
import { SmsGatewayFile } from './file.ts'
import { gatewayProblems } from './rules.ts'

/** What SMS_GATEWAY_FILE names, if SMS_GATEWAY is `http`; adds a line to `problems` for each. */
export function readSmsGateway(problems: string[], variables: Variables): SmsGatewayFile | undefined {
  const { SMS_GATEWAY, SMS_GATEWAY_FILE: file, SMS_GATEWAY_SECRET: secret, PUBLIC_URL: publicUrl } = variables
  if (SMS_GATEWAY !== 'http' || !file) return undefined
  const gateway = collect(problems, `${file}: `, SmsGatewayFile, readJson(problems, file))
  if (gateway) problems.push(...gatewayProblems(gateway, { file, secret, publicUrl }))
  return gateway
}
