import type { CodeState, Via } from '../../ports/index.ts'

const early = { liveSeconds: 580, waitSeconds: 103, sendsLeft: 3, triesLeft: 5, issuedAgoSeconds: 20 }
const late = { liveSeconds: 400, waitSeconds: 0, sendsLeft: 3, triesLeft: 5, issuedAgoSeconds: 200 }

export const PHONE_STATES = {
  ways: late,
  'ways.wait': early,
  'sms.undelivered': { ...late, delivery: { via: 'sms', fate: 'undelivered' } },
  'sms.failed': { ...late, delivery: { via: 'sms', fate: 'failed' } },
  'voice.sent': { ...early, delivery: { via: 'voice' } },
  'voice.unanswered': { ...late, delivery: { via: 'voice', fate: 'unanswered' } },
  'voice.undelivered': { ...late, delivery: { via: 'voice', fate: 'undelivered' } },
  'voice.failed': { ...late, delivery: { via: 'voice', fate: 'failed' } },
  'whatsapp.sent': { ...early, delivery: { via: 'whatsapp' } },
  'whatsapp.undelivered': { ...late, delivery: { via: 'whatsapp', fate: 'undelivered' } },
  'whatsapp.failed': { ...late, delivery: { via: 'whatsapp', fate: 'failed' } },
} satisfies Record<string, CodeState>

export const EVERY_WAY: readonly Via[] = ['sms', 'voice', 'whatsapp']
