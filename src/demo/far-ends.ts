import { randomBytes } from 'node:crypto'
import { startInbox } from './inbox.ts'
import { startMemberDataApi } from './member-data-api.ts'
import { startSmtpServer } from './smtp-server.ts'
import { startTwilioApi } from './twilio-api.ts'

interface Options {
  inboxPort?: number
  wizardUrl?: string
  /** Other members than the samples, faults, delays. */
  memberData?: Omit<Parameters<typeof startMemberDataApi>[0], 'token'>
}

/** Starts everything at the far end of the wire; `environment` is what the wizard needs to reach it. */
export async function startFarEnds({ inboxPort = 0, wizardUrl, memberData: memberOptions = {} }: Options = {}) {
  const token = randomBytes(24).toString('base64url')
  const accountSid = `AC${randomBytes(16).toString('hex')}`
  const authToken = randomBytes(16).toString('hex')
  const memberData = await startMemberDataApi({ token, ...memberOptions })
  const smtp = await startSmtpServer()
  const twilio = await startTwilioApi({ accountSid, authToken })
  const inbox = await startInbox({
    port: inboxPort,
    wizardUrl,
    mails: smtp.mails,
    texts: twilio.texts,
    accounts: memberData.accounts,
  })
  return {
    memberData,
    smtp,
    twilio,
    inbox,
    environment: {
      MEMBER_API_URL: memberData.url,
      MEMBER_API_TOKEN: token,
      SMTP_URL: smtp.url,
      MAIL_FROM: 'ne-pas-repondre@example.ma',
      TWILIO_API_URL: twilio.url,
      TWILIO_ACCOUNT_SID: accountSid,
      TWILIO_AUTH_TOKEN: authToken,
      TWILIO_FROM: 'CNOPS',
    },
    close: async () => void (await Promise.all([memberData, smtp, twilio, inbox].map(end => end.close()))),
  }
}
