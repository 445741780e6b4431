import type { SessionData } from 'express-session'
import fr from '../../../locales/fr.json' with { type: 'json' }
import type { CodeState } from '../../ports/index.ts'

/** Invented answers; those of other steps are `true`. */
const ANSWERS: Record<string, unknown> = {
  terms: { version: '2026.11', acceptedAt: '2026-11-22T09:30:00.000Z' },
  identity: {
    member: 'sample',
    subject: 'sample',
    questions: Object.keys(fr.steps.payment.fields),
    accountStatus: 'none',
  },
  payment: { idempotencyKey: 'sample' },
  email: { address: 'fatima.alami@example.ma' },
  mobile: { number: '+212612345678' },
}

export const answerTo = (slug: string): unknown => ANSWERS[slug] ?? true

export const TYPED: Readonly<Record<string, string>> = {
  identifierType: 'registrationNumber',
  registrationNumber: '182 930-482',
  employerId: 'P 7654321',
  nationalId: 'AB 123456',
  birthDay: '31',
  birthMonth: '2',
  birthYear: '1960',
  bankAccountLast8: '5678 901',
  civilStatusNumber: '123/1960',
  email: 'fatima.alami@example.ma',
  emailConfirmation: 'fatima.alami@exemple.ma',
  phone: '+212 6 12 34 56 78',
  phoneConfirmation: '06 12 34 56 79',
  code: '774 727',
}

export const CODE_STATES = {
  sent: { liveSeconds: 580, waitSeconds: 103, sendsLeft: 3, triesLeft: 5, issuedAgoSeconds: 20 },
  expired: { liveSeconds: 0, waitSeconds: 0, sendsLeft: 2, triesLeft: 0 },
  locked: { liveSeconds: 0, waitSeconds: 103, sendsLeft: 3, triesLeft: 0, issuedAgoSeconds: 20 },
  exhausted: { liveSeconds: 580, waitSeconds: 4000, sendsLeft: 0, triesLeft: 5, issuedAgoSeconds: 20 },
} satisfies Record<string, CodeState>

export function sampleSession(answers: Record<string, unknown>): Partial<SessionData> & { csrfToken: string } {
  return { flow: 'sample', openedAt: Date.now(), reference: 'R-4821379', answers, csrfToken: 'sample' }
}
