import { z } from 'zod'
import { COMMON_DOMAINS } from './fields/mask.ts'

/** The closed words of a view: from the journey, the copy and the audit trail (`web/live-page/words.ts`). */
export interface Words {
  pages: readonly string[]
  steps: readonly string[]
  /** The code pages among them: only there may the agent know how many tries are left (ID-9). */
  codePages: readonly string[]
  errors: readonly string[]
  notices: readonly string[]
  questions: readonly string[]
  events: readonly string[]
  reasons: readonly string[]
}

export const MOST_ERRORS = 10

/** Milliseconds since 1970. */
const moment = z.int().min(0)
const masked = (...forms: RegExp[]) => z.string().refine(text => forms.some(form => form.test(text)))
const domains = COMMON_DOMAINS.map(domain => domain.replaceAll('.', '\\.')).join('|')
const Email = masked(new RegExp(`^[a-z\\d•]•••@(?:•••(?:\\.[a-z]{2,24})?|${domains})$`))
const Phone = masked(/^0\d •• •• •• \d\d$/, /^\+\d{1,3} •• •• \d\d$/)

/** What an agent may know of a member's page (AG-2), no more than the page tells; parsed when written and when read, so it holds nothing else. */
export function createLiveView(words: Words) {
  const error = z.strictObject({
    key: z.enum(words.errors),
    left: z.int().min(0).max(5).optional(),
    /** Characters typed, digits missing: a figure of the sentence. */
    count: z.int().min(0).max(128).optional(),
    until: moment.optional(),
  })
  return z
    .strictObject({
      at: moment,
      page: z.enum(words.pages),
      status: z.union([z.literal(200), z.literal(422), z.literal(429), z.literal(503), z.literal('other')]),
      /** The first step without an answer; another than `page` if the member looks back. */
      frontier: z.enum(words.steps).optional(),
      mode: z.enum(['fr', 'ar', 'both']),
      errors: z.array(error).max(MOST_ERRORS),
      notice: z.enum(words.notices).optional(),
      questions: z.array(z.enum(words.questions)).max(4).optional(),
      email: z.strictObject({ masked: Email, like: z.enum(COMMON_DOMAINS).optional(), proved: z.boolean() }).optional(),
      phone: z.strictObject({ masked: Phone, proved: z.boolean() }).optional(),
      lockedUntil: moment.optional(),
      /** Of an outage: when the page says to try again. */
      retryFrom: moment.optional(),
      idleEnd: moment,
      absoluteEnd: moment,
      openUntil: moment,
      ways: z
        .array(z.enum(['sms', 'voice', 'whatsapp']))
        .max(3)
        .optional(),
    })
    .refine(({ page, errors }) => words.codePages.includes(page) || errors.every(({ left }) => left === undefined))
    .refine(({ page, questions }) => page === 'payment' || !questions)
}

export function createHappening(words: Words) {
  return z.strictObject({
    at: moment,
    event: z.enum(words.events),
    reason: z.enum(words.reasons).optional(),
    page: z.enum(words.pages).optional(),
  })
}

export type LiveView = z.output<ReturnType<typeof createLiveView>>
