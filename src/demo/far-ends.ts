import { randomBytes } from 'node:crypto'
import { type InboxOptions, startInbox } from './inbox/index.ts'
import type { Place } from './listen.ts'
import { startMemberDataApi } from './member-data/member-data-api.ts'
import { startSmtpServer } from './smtp-server.ts'
import { startTwilioApi } from './twilio/twilio-api.ts'

interface Options {
  memberData?: Omit<Parameters<typeof startMemberDataApi>[0], 'token'>
  smtp?: Place
  twilio?: Omit<Parameters<typeof startTwilioApi>[0], keyof TwilioSecrets>
  inbox?: Place & Pick<InboxOptions, 'agents'>
  wizardUrl?: string
  secrets?: Partial<Secrets>
}

type TwilioSecrets = Pick<Parameters<typeof startTwilioApi>[0], 'accountSid' | 'authToken'>

interface Secrets {
  MEMBER_API_TOKEN: string
  TWILIO_ACCOUNT_SID: string
  TWILIO_AUTH_TOKEN: string
}

/** Starts all stand-ins; `environment` holds the variables by which the wizard reaches them. */
export async function startFarEnds(options: Options = {}) {
  const secrets = { ...drawSecrets(), ...options.secrets }
  const { MEMBER_API_TOKEN: token, TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: authToken } = secrets
  const memberData = await startMemberDataApi({ token, ...options.memberData })
  const smtp = await startSmtpServer(options.smtp)
  const twilio = await startTwilioApi({ accountSid, authToken, ...options.twilio })
  const { accounts } = memberData
  const inbox = await startInbox({
    ...options,
    ...options.inbox,
    members: options.memberData?.members,
    mails: smtp.mails,
    texts: twilio.texts,
    calls: twilio.calls,
    accounts,
  })
  return {
    memberData,
    smtp,
    twilio,
    inbox,
    environment: {
      ...secrets,
      MEMBER_API_URL: memberData.url,
      SMTP_URL: smtp.url,
      MAIL_FROM: 'ne-pas-repondre@example.ma',
      TWILIO_API_URL: twilio.url,
      TWILIO_FROM: 'Insurer',
    },
    close: async () => void (await Promise.all([memberData, smtp, twilio, inbox].map(end => end.close()))),
  }
}

function drawSecrets(): Secrets {
  return {
    MEMBER_API_TOKEN: randomBytes(24).toString('base64url'),
    TWILIO_ACCOUNT_SID: `AC${randomBytes(16).toString('hex')}`,
    TWILIO_AUTH_TOKEN: randomBytes(16).toString('hex'),
  }
}
