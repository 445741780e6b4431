import { startFarEnds } from './far-ends.ts'

/** The far ends alone, for compose: member-data API on 4010, SMTP on 1025, Twilio-shaped API on 4020, inbox on 3002. */
const host = '0.0.0.0'
const { MEMBER_API_TOKEN, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN, WIZARD_URL = '' } = process.env
if (!MEMBER_API_TOKEN || !TWILIO_ACCOUNT_SID || !TWILIO_AUTH_TOKEN) {
  console.error('MEMBER_API_TOKEN, TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN are needed, as the wizard has them')
  process.exit(1)
}

const { close } = await startFarEnds({
  secrets: { MEMBER_API_TOKEN, TWILIO_ACCOUNT_SID, TWILIO_AUTH_TOKEN },
  memberData: { host, port: 4010 },
  smtp: { host, port: 1025 },
  twilio: { host, port: 4020 },
  inbox: { host, port: 3002 },
  wizardUrl: WIZARD_URL,
})
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void close())
console.log('The far ends are up')
