import type { CodeState, Fate, Via } from '../ports/index.ts'
import { step } from '../wizard/index.ts'
import { mobile } from './mobile.ts'
import { proveContact } from './prove-contact.ts'

const proof = proveContact('sms', answers => answers.of(mobile).number)

export const mobileCode = step({
  slug: 'mobile-code',
  path: 'mobile-code',
  percent: 90,
  captcha: true,
  dependsOn: [mobile],
  ...proof,

  ways: services => services.phoneWays,

  async viewData(visit) {
    const state = await proof.viewData(visit)
    const { phoneWays: ways, smsSender: sender } = visit.services
    const refusesSms = visit.answers.of(mobile).optedOut && !state.delivery
    const news = refusesSms ? [sender ? OPTED_OUT.sender : OPTED_OUT.reply] : newsOf(state)
    return { ...state, ways, sender, refusesSms, news }
  },
})

/** How to undo a STOP: by an SMS to our number, or as a reply to our last SMS if the number is not configured. */
const OPTED_OUT = {
  sender: 'steps.mobile-code.news.smsOptedOut',
  reply: 'steps.mobile-code.news.smsOptedOutReply',
}

/** The sentence about the last code's delivery; none for an SMS that is in transit or delivered. */
const NEWS: Record<Via, Partial<Record<Fate | 'sent', string>>> = {
  sms: { undelivered: 'steps.mobile-code.news.smsUndelivered', failed: 'steps.mobile-code.news.smsFailed' },
  voice: {
    sent: 'steps.mobile-code.news.voiceSent',
    unanswered: 'steps.mobile-code.news.voiceUnanswered',
    undelivered: 'steps.mobile-code.news.voiceUndelivered',
    failed: 'steps.mobile-code.news.voiceFailed',
  },
  whatsapp: {
    sent: 'steps.mobile-code.news.whatsappSent',
    undelivered: 'steps.mobile-code.news.whatsappUndelivered',
    failed: 'steps.mobile-code.news.whatsappFailed',
  },
}

function newsOf({ delivery, liveSeconds }: CodeState): string[] {
  if (!delivery) return []
  const { via, fate = 'sent' } = delivery
  // After the code has expired, only a failed delivery is news.
  const said = fate === 'sent' && liveSeconds === 0 ? undefined : NEWS[via][fate]
  return said ? [said] : []
}
