import type { Config } from '../../config/index.ts'
import {
  type Courier,
  LANGUAGES,
  type Language,
  languagesOf,
  type Mailer,
  type SmsSender,
  type VoiceCaller,
  type WhatsApp,
} from '../../ports/index.ts'
import type { Duration } from '../duration.ts'
import type { Translate } from '../index.ts'
import { codeSms } from './code-sms.ts'
import { mailWriter } from './mail.ts'
import { smsText } from './sms.ts'
import { spokenCode } from './voice.ts'

export interface Carriers {
  mailer: Pick<Mailer, 'send'>
  sms: SmsSender
  voice?: VoiceCaller | undefined
  whatsApp?: WhatsApp | undefined
}

/** Writes each message in the reading mode and sends it by its carrier. Throws what the carrier throws. */
export function courier(
  config: Pick<Config, 'organisation' | 'limits' | 'PUBLIC_URL' | 'SMS_SEGMENTS'>,
  translate: Record<Language, Translate>,
  render: (template: string, context: object) => string,
  { mailer, sms, voice, whatsApp }: Carriers,
): Courier {
  const writeMail = mailWriter(translate, render)
  const writeCode = codeSms(config, translate)
  const sender = config.organisation.shortName
  const lifetime = { seconds: config.limits.code.lifetimeSeconds }

  return {
    code({ channel, destination, code, mode, via, ticket }) {
      if (channel === 'email') return mailer.send(writeMail(destination, mode, 'code', codeLines(code, lifetime)))
      if (via === 'voice') return voice!.call({ to: destination, says: spokenCode(translate, mode, code), ticket })
      // A WhatsApp template has one language.
      const language = LANGUAGES[languagesOf(mode)[0]].official
      if (via === 'whatsapp') return whatsApp!.send({ to: destination, code, language, ticket })
      return sms.send({ to: destination, body: writeCode(mode, code), ticket })
    },

    activated({ channel, destination, activatedAt, mode, id }) {
      const date = new Date(activatedAt)
      if (channel === 'email')
        return mailer.send({ ...writeMail(destination, mode, 'activated', activatedLines(date)), id })
      return sms.send({
        to: destination,
        body: smsText(translate, mode, 'activated', { sender, date: shortDate(date) }, { most: config.SMS_SEGMENTS }),
      })
    },

    unfinished({ destination, mode, id }) {
      return mailer.send({ ...writeMail(destination, mode, 'unfinished', UNFINISHED_LINES), id })
    },
  }
}

const UNFINISHED_LINES = ['greeting', 'text', 'again', 'notYou', 'signature'].map(key => ({ key }))

function codeLines(code: string, lifetime: Duration) {
  return [
    { key: 'greeting' },
    { key: 'intro' },
    { key: 'codeLabel', code },
    { key: 'lifetime', params: { lifetime } },
    { key: 'neverAsked' },
    { key: 'notYou' },
    { key: 'signature' },
  ]
}

function activatedLines(date: Date) {
  return [{ key: 'greeting' }, { key: 'text', params: { date } }, { key: 'notYou' }, { key: 'signature' }]
}

/** `22/11/2026`: month names are too long, and some need letters outside the SMS alphabet. */
const shortDate = new Intl.DateTimeFormat('fr-MA', { dateStyle: 'short', timeZone: 'Africa/Casablanca' }).format
