import type { CodeState } from '../../src/ports/index.ts'

export const NOW = Date.parse('2026-11-28T13:05:12Z')
export const seconds = (n: number): number => NOW + n * 1000

/** A wrong code on the page of the e-mail's code, as the live view has it at `NOW`. */
export const VIEW = {
  at: NOW,
  page: 'email-code',
  status: 422,
  frontier: 'email-code',
  mode: 'both',
  errors: [{ key: 'steps.email-code.fields.code.errors.wrong', left: 2 }],
  email: { masked: 'a•••@gmail.com', proved: false },
  idleEnd: seconds(1200),
  absoluteEnd: seconds(4000),
  openUntil: seconds(900),
} as const

export const NO_CODE: CodeState = { liveSeconds: 0, waitSeconds: 0, sendsLeft: 5, triesLeft: 0 }
