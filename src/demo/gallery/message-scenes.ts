import type { Response } from 'express'
import type { Config } from '../../config/index.ts'
import type { Translate } from '../../i18n/index.ts'
import { courier } from '../../i18n/messages/courier.ts'
import type { Channel, Courier, Language, Mail, Mode, Saying, Via } from '../../ports/index.ts'
import type { RenderTemplate } from '../../web/views/index.ts'
import type { Scene } from './scene.ts'

export interface Writing {
  config: Config
  translate: Record<Language, Translate>
  render: RenderTemplate
}

const MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'"
const DESTINATIONS: Record<Channel, string> = { email: 'fatima.alami@example.ma', sms: '+212612345678' }

/** Each e-mail, as HTML and as text, each SMS and what a call says, as the courier words them. */
export function messageScenes(writing: Writing): Scene[] {
  const written = (channel: Channel, name: keyof Courier, via?: Via) => (res: Response) =>
    write(writing, channel, name, res.locals.mode, via)
  const call = written('sms', 'code', 'voice')
  const mails = (['code', 'activated', 'unfinished'] as const).flatMap((name): Scene[] => {
    const mail = written('email', name)
    return [
      { name: `mail.${name}`, show: async (_req, res) => showMail(res, await mail(res)) },
      { name: `mail.${name}.text`, show: async (_req, res) => showText(res, (await mail(res)).text) },
    ]
  })
  const texts = (['code', 'activated'] as const).map((name): Scene => {
    const sms = written('sms', name)
    return { name: `sms.${name}`, show: async (_req, res) => showText(res, (await sms(res)).text) }
  })
  return [...mails, ...texts, { name: 'voice.code', show: async (_req, res) => showText(res, (await call(res)).text) }]
}

function showMail(res: Response, { html }: Pick<Mail, 'html'>): void {
  // A mail's styles are inline, which the policy of our pages forbids.
  res.set('Content-Security-Policy', MAIL_POLICY).type('html').send(html)
}

function showText(res: Response, text: string): void {
  res.type('text/plain').send(text)
}

async function write(
  { config, translate, render }: Writing,
  channel: Channel,
  name: keyof Courier,
  mode: Mode,
  via?: Via,
) {
  const kept: { html: string; text: string }[] = []
  const messenger = courier(config, translate, render, {
    mailer: { send: async ({ subject, html, text }) => void kept.push({ html, text: `${subject}\n\n${text}` }) },
    sms: { send: async ({ body }) => void kept.push({ html: '', text: body }) },
    voice: { call: async ({ says }) => void kept.push({ html: '', text: says.map(heard).join('\n') }) },
  })
  const message = { channel, destination: DESTINATIONS[channel], mode, via }
  await messenger[name]({ ...message, code: '774727', activatedAt: '2026-11-22T09:45:00.000Z' })
  return kept[0]!
}

const heard = ({ text, digits = '' }: Saying) => [text, ...digits].join(' ')
