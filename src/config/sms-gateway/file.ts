import { z } from 'zod'
import { baseUrl } from '../values/forms.ts'

/** What an answer means for a message: `sent`, or whose fault it is that it was not. */
const MEANINGS = [
  'sent',
  'number',
  'unreachable',
  'opted-out',
  'account',
  'sender',
  'limit',
  'request',
  'busy',
  'theirs',
] as const

const words = z.array(z.string().min(1)).min(1)
const fields = z.record(z.string().min(1), z.string())
const path = z.string().regex(/^[^.\s]+(\.[^.\s]+)*$/, 'must look like messages.0.status')

/** Sent by us for every request, or not for the file to change. */
const NOT_YOURS = /^(host|content-(length|type|encoding)|transfer-encoding|connection|upgrade|expect|te|trailer)$/i
const Headers = z.record(
  z
    .string()
    .regex(/^[\w!#$%&'*+.^`|~-]+$/, 'is not the name of a header')
    .refine(name => !NOT_YOURS.test(name), 'is a header that the service sets'),
  z.string().regex(/^[\x20-\x7e]*$/, 'must be visible ASCII characters, on one line'),
)

const Answer = z
  .strictObject({
    status: z.array(z.int().min(200).max(599)).min(1).optional(),
    path: path.optional(),
    is: z
      .array(
        z.union([z.string(), z.number(), z.boolean()], 'must be a text, a number, true or false').transform(String),
      )
      .min(1)
      .optional(),
    begins: words.optional(),
    means: z.enum(MEANINGS, `must be one of ${MEANINGS.join(', ')}`),
  })
  .refine(({ path, is }) => !path === !is, 'path and is go together')
  .refine(it => it.status || it.path || it.begins, 'needs a status, a path, or begins')
  .refine(
    ({ means, status = [] }) => means !== 'sent' || status.every(each => each < 300),
    'only an answer of 200 to 299 can mean sent',
  )

const Reports = z.strictObject({
  /** The field that has the status, in the query, form or JSON of a report. */
  field: z.string().min(1),
  delivered: words,
  /** Not delivered: the phone is off, or there is no such number. */
  undelivered: words,
  failed: z.array(z.string().min(1)).default([]),
})

/** A gateway that takes SMS by HTTP: SMS_GATEWAY_FILE. Texts in braces are filled in for each message (`placeholders.ts`). */
export const SmsGatewayFile = z.strictObject({
  url: baseUrl,
  method: z.enum(['GET', 'POST', 'PUT'], 'must be GET, POST or PUT').default('POST'),
  headers: Headers.default({}),
  /** The user of Basic authentication, whose password is SMS_GATEWAY_SECRET. */
  basicUser: z
    .string()
    .regex(/^[^:\p{Cc}]+$/u, 'must not hold a colon')
    .optional(),
  query: fields.optional(),
  json: z.record(z.string(), z.json()).optional(),
  form: fields.optional(),
  /** What `{charset}` is for a text of the GSM alphabet, and for any other. */
  charset: z.strictObject({ gsm: z.string(), unicode: z.string() }).optional(),
  /** The first that fits an answer decides. */
  answers: z
    .array(Answer)
    .min(1)
    .refine(rows => rows.some(({ means }) => means === 'sent'), 'needs a row that means sent'),
  reports: Reports.optional(),
})

export type SmsGatewayFile = z.output<typeof SmsGatewayFile>
