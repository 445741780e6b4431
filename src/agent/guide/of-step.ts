import { LIVE_WORDS } from '../../web/live-page/words.ts'
import { errorSituations } from './by-error.ts'
import { BY_FATE } from './by-state.ts'
import type { Situation } from './spoken.ts'

const CODE = ['code-none', 'code-soon', 'code-spent'] as const
const FATES = Object.values(BY_FATE).flatMap(fates => Object.values(fates))

const OF_STEP: Readonly<Record<string, readonly Situation[]>> = {
  terms: ['terms', 'robot-check'],
  identity: ['identity', 'year-only', 'robot-check'],
  payment: ['bank-account', 'civil-status', 'payroll-number', 'member-number'],
  email: ['email', 'email-like', 'send-failed'],
  'email-code': ['email-code', ...CODE],
  mobile: ['mobile', 'send-failed'],
  'mobile-code': ['mobile-code', 'code-by-call', 'code-by-whatsapp', ...FATES, 'number-to-check', ...CODE],
  password: ['password'],
}

const HAND_OVER: Readonly<Record<string, readonly string[]>> = {
  identity: ['refused', 'closed'],
  payment: ['refused', 'closed', 'not-theirs'],
  email: ['no-contact'],
  'email-code': ['no-contact'],
  mobile: ['no-contact'],
  'mobile-code': ['no-contact'],
}
const ON_EVERY_STEP = ['dictated', 'other-person']

/** The sheet of a code page leaves out what the sheet of its contact has. */
export function situationsOfStep(step: string): Situation[] {
  const ofContact = new Set(LIVE_WORDS.codePages.includes(step) ? errorSituations(step.replace('-code', '')) : [])
  const ofErrors = errorSituations(step).filter(situation => !ofContact.has(situation))
  return [...new Set([...OF_STEP[step]!, ...ofErrors])]
}

export const handOverOfStep = (step: string): string[] => [...(HAND_OVER[step] ?? []), ...ON_EVERY_STEP]

/** What belongs to no step: the beginning, the end, locks and outages. */
export function otherSituations(all: readonly Situation[]): Situation[] {
  const ofSteps = new Set(LIVE_WORDS.steps.flatMap(situationsOfStep))
  return all.filter(situation => !ofSteps.has(situation))
}
