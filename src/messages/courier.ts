import type { Config } from '../config.ts'
import type { Translate } from '../i18n.ts'
import type { Courier, Language, Mailer, Texter } from '../ports.ts'
import { mailWriter } from './mail.ts'
import { smsText } from './sms.ts'

/** Words each message in the reading mode and hands it to SMTP or Twilio. Throws what they throw. */
export function courier(
  { organisation, limits, PUBLIC_URL }: Pick<Config, 'organisation' | 'limits' | 'PUBLIC_URL'>,
  translate: Record<Language, Translate>,
  render: (template: string, context: object) => string,
  { mailer, texter }: { mailer: Pick<Mailer, 'send'>; texter: Texter },
): Courier {
  const writeMail = mailWriter(translate, render)
  const sender = organisation.shortName
  const minutes = Math.floor(limits.code.lifetimeSeconds / 60)

  return {
    code({ channel, destination, code, mode }) {
      if (channel === 'email') return mailer.send(writeMail(destination, mode, 'code', codeLines(code, minutes)))
      // The last line binds the code to our host, so that phones offer to fill it in there only.
      const lastLine = `\n@${PUBLIC_URL.hostname} #${code}`
      return texter.send({
        to: destination,
        body: smsText(translate, mode, 'code', { sender, code, minutes }, lastLine),
      })
    },

    activated({ channel, destination, activatedAt, mode }) {
      const date = new Date(activatedAt)
      if (channel === 'email') return mailer.send(writeMail(destination, mode, 'activated', activatedLines(date)))
      return texter.send({
        to: destination,
        body: smsText(translate, mode, 'activated', { sender, date: shortDate(date) }),
      })
    },
  }
}

function codeLines(code: string, minutes: number) {
  return [
    { key: 'greeting' },
    { key: 'intro' },
    { key: 'codeLabel', code },
    { key: 'lifetime', params: { count: minutes } },
    { key: 'neverAsked' },
    { key: 'notYou' },
    { key: 'signature' },
  ]
}

function activatedLines(date: Date) {
  return [{ key: 'greeting' }, { key: 'text', params: { date } }, { key: 'notYou' }, { key: 'signature' }]
}

/** `22/11/2026`: month names would not fit, nor are all in the SMS alphabet. */
function shortDate(date: Date): string {
  return new Intl.DateTimeFormat('fr-MA', { dateStyle: 'short', timeZone: 'Africa/Casablanca' }).format(date)
}
