import { randomBytes } from 'node:crypto'
import { z } from 'zod'
import { segmentsOf } from '../../domain/codes/sms-segment.ts'

const E164 = /^\+[1-9]\d{6,14}$/
const WHATSAPP = /^whatsapp:\+[1-9]\d{6,14}$/
const SENDER = /^(\+[1-9]\d{6,14}|(?=.*[A-Za-z])[A-Za-z0-9 ]{1,11}|\d{3,8})$/
const CONTENT = /^HX[0-9a-f]{32}$/i

export interface MessageFields {
  To?: string
  Body?: string
  From?: string
  MessagingServiceSid?: string
  ContentSid?: string
  ContentVariables?: string
  ValidityPeriod?: string
  RiskCheck?: string
  StatusCallback?: string
}

/** Twilio's error if it would refuse this message. */
export function refusal(fields: MessageFields): { code: number; message: string } | undefined {
  const whatsApp = fields.To?.startsWith('whatsapp:')
  const rules: [boolean, number, string][] = [
    [!fields.To, 21604, "A 'To' phone number is required."],
    [!(whatsApp ? WHATSAPP : E164).test(fields.To ?? ''), 21211, "Invalid 'To' Phone Number"],
    [!fields.Body && !fields.ContentSid, 21602, 'Message body is required.'],
    [[...(fields.Body ?? '')].length > 1600, 21617, 'The concatenated message body exceeds the 1600 character limit'],
    [!fields.From && !fields.MessagingServiceSid, 21603, "A 'From' phone number is required."],
    [!whatsApp && !!fields.From && !SENDER.test(fields.From), 21212, "Invalid 'From' Phone Number"],
    [!!whatsApp && !WHATSAPP.test(fields.From ?? ''), 63007, 'Could not find a Channel with the From address'],
    [!!whatsApp && !CONTENT.test(fields.ContentSid ?? ''), 63016, 'Outside the allowed window: use a template'],
    [!!whatsApp && codeOf(fields) === undefined, 21656, 'The Content Variables parameter is invalid'],
    [
      !z.coerce.number().int().min(1).max(36_000).default(1).safeParse(fields.ValidityPeriod).success,
      21626,
      'Invalid validity period',
    ],
    [!['enable', 'disable', undefined].includes(fields.RiskCheck), 20001, 'Invalid RiskCheck'],
  ]
  const broken = rules.find(([isBroken]) => isBroken)
  return broken && { code: broken[1], message: broken[2] }
}

export function accepted(accountSid: string, fields: MessageFields) {
  const sid = `SM${randomBytes(16).toString('hex')}`
  const now = new Date().toUTCString()
  const uri = `/2010-04-01/Accounts/${accountSid}/Messages/${sid}.json`
  const body = fields.Body ?? fromTemplate(fields)
  return {
    sid,
    account_sid: accountSid,
    api_version: '2010-04-01',
    to: fields.To ?? '',
    from: fields.From ?? null,
    messaging_service_sid: fields.MessagingServiceSid ?? null,
    body,
    status: 'queued',
    direction: 'outbound-api',
    num_segments: `${segmentsOf(body)}`,
    num_media: '0',
    price: null,
    price_unit: 'USD',
    error_code: null,
    error_message: null,
    date_created: now,
    date_updated: now,
    date_sent: null,
    uri,
    subresource_uris: { media: uri.replace('.json', '/Media.json') },
  }
}

function fromTemplate(fields: MessageFields): string {
  return `${codeOf(fields)} est votre code de vérification. / ${codeOf(fields)} هو رمز التحقق الخاص بك.`
}

function codeOf({ ContentVariables = '' }: MessageFields): string | undefined {
  try {
    return z.strictObject({ 1: z.string().min(1).max(15) }).parse(JSON.parse(ContentVariables))[1]
  } catch {
    return undefined
  }
}
