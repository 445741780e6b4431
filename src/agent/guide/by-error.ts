import type { Situation } from './spoken.ts'

const CONFIRMED = { required: 'differ', differ: 'differ' } as const
const CODE = {
  required: 'code-digits',
  format: 'code-digits',
  several: 'code-digits',
  wrong: 'code-wrong',
  replaced: 'code-replaced',
  expired: 'code-none',
  locked: 'code-locked',
  wait: 'code-wait',
} as const
const MEMBER_NUMBER = { required: 'member-number', format: 'member-number', parts: 'number-alone' } as const
const PAYROLL_NUMBER = { required: 'payroll-number', format: 'payroll-number', parts: 'number-alone' } as const
const OPTED_OUT = { optedOut: 'opted-out', optedOutReply: 'opted-out' } as const

/** What to say about each error of the copy: by the part of its key before `.errors.`, then by the error. */
export const BY_ERROR: Readonly<Record<string, Readonly<Record<string, Situation>>>> = {
  captcha: { missing: 'robot-check', failed: 'robot-check', tooMany: 'busy-network' },
  'steps.terms.fields.accepted': { required: 'terms' },
  'steps.identity.fields.identifierType': { required: 'identity-choose' },
  'steps.identity.fields.registrationNumber': MEMBER_NUMBER,
  'steps.identity.fields.employerId': PAYROLL_NUMBER,
  'steps.identity.fields.nationalId': { required: 'national-id', format: 'national-id', parts: 'number-alone' },
  'steps.identity.fields.birthDate': {
    ...all('birth-date', 'required', 'day', 'month', 'year', 'dayDigits', 'monthDigits', 'yearDigits'),
    ...all('birth-date', 'real', 'past', 'range'),
    unknown: 'year-only',
  },
  'steps.identity': { noMatch: 'no-match' },
  'steps.payment.fields.employerId': PAYROLL_NUMBER,
  'steps.payment.fields.registrationNumber': MEMBER_NUMBER,
  'steps.payment.fields.bankAccountLast8': { required: 'bank-account', format: 'bank-account', rib: 'bank-rib' },
  'steps.payment.fields.civilStatusNumber': all('civil-status', 'required', 'format', 'year'),
  'steps.payment': { noMatch: 'no-match' },
  'steps.email.fields.email': {
    required: 'email-format',
    format: 'email-format',
    undeliverable: 'email-undeliverable',
    shared: 'email-shared',
  },
  'steps.email.fields.emailConfirmation': CONFIRMED,
  'steps.email-code.fields.code': CODE,
  'steps.email-code': { undeliverable: 'email-undeliverable', shared: 'email-shared' },
  'steps.mobile.fields.phone': {
    required: 'mobile-format',
    format: 'mobile-format',
    foreign: 'mobile-moroccan',
    notMobile: 'mobile-moroccan',
    undeliverable: 'phone-undeliverable',
    unreachable: 'phone-unreachable',
    ...OPTED_OUT,
    shared: 'phone-shared',
  },
  'steps.mobile.fields.phoneConfirmation': CONFIRMED,
  'steps.mobile-code.fields.code': CODE,
  'steps.mobile-code': {
    undeliverable: 'phone-undeliverable',
    unreachable: 'phone-unreachable',
    ...OPTED_OUT,
    shared: 'phone-shared',
  },
  'steps.password.fields.password': {
    required: 'password',
    ...all('password-lacks', 'short', 'capital', 'digit'),
    ...all('password-lacks', 'short-capital', 'short-digit', 'capital-digit', 'short-capital-digit'),
    long: 'password-long',
    common: 'password-common',
  },
  'steps.password.fields.passwordConfirmation': CONFIRMED,
}

/** Undefined if the error has no words: a test holds that each has. */
export function situationOfError(key: string): Situation | undefined {
  const [place = '', error = ''] = key.split('.errors.')
  return BY_ERROR[place]?.[error]
}

export function errorSituations(step: string): Situation[] {
  const own = Object.entries(BY_ERROR).filter(([place]) => `${place}.`.startsWith(`steps.${step}.`))
  return own.flatMap(([, errors]) => Object.values(errors))
}

function all(situation: Situation, ...errors: string[]): Record<string, Situation> {
  return Object.fromEntries(errors.map(error => [error, situation]))
}
