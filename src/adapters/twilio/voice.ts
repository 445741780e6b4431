import { withFirstUse } from '../../domain/first-use.ts'
import type { Official, Saying, VoiceCaller } from '../../ports/index.ts'
import type { CallbackOptions } from '../carrier/callback.ts'
import type { CallTwilio } from './call.ts'
import { statusCallback } from './callback.ts'

export interface TwilioVoiceOptions extends CallbackOptions {
  from: string
}

const voiceResponse = withFirstUse<typeof import('twilio/lib/twiml/VoiceResponse.js')>(
  'twilio/lib/twiml/VoiceResponse.js',
)

/** Shorter than most mailboxes take to answer. */
const RING_SECONDS = 25
const CALL_SECONDS = 120
/** Modern Standard Arabic, like the pages; Twilio has no Moroccan voice. */
const VOICES = {
  fr: { language: 'fr-FR', voice: 'Polly.Lea-Neural' },
  ar: { language: 'arb', voice: 'Polly.Zeina' },
} as const satisfies Record<Official, object>

export function twilioVoice(call: CallTwilio, options: TwilioVoiceOptions): VoiceCaller {
  const reports = statusCallback(options)
  return {
    async call({ to, says, ticket }) {
      const words = { to, from: options.from, timeout: RING_SECONDS, timeLimit: CALL_SECONDS, ...reports(ticket) }
      await call('voice', to, ({ calls }) => calls.create({ ...words, twiml: spoken(says) }))
    },
  }
}

function spoken(says: readonly Saying[]): string {
  const response = new (voiceResponse())()
  for (const { language, text, digits = '' } of says) {
    const say = response.say(VOICES[language], text)
    for (const digit of digits) {
      say.break({ time: '700ms' })
      say.addText(digit)
    }
    response.pause({ length: 1 })
  }
  return response.toString()
}
