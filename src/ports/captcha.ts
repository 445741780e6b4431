/** What a proof is good for: one page of one flow. */
export interface CaptchaSubject {
  action: string
  flow: string
}

export type CaptchaResult = 'passed' | 'missing' | 'failed'

/** Whether a person is likely there. */
export interface Captcha {
  readonly kind: 'altcha' | 'recaptcha' | 'off'
  /** A fresh signed puzzle for the browser, where this kind has one. */
  challenge(subject: CaptchaSubject): Promise<object | undefined>
  /** Judges and consumes the proof in the posted fields. Throws `Unavailable` when nobody can tell. */
  verify(fields: Readonly<Record<string, string>>, subject: CaptchaSubject, ip: string): Promise<CaptchaResult>
}

/** The way past the captcha without JavaScript: a small sum, put in plain words (C-6). */
export interface PlainQuestion {
  /** Two numbers to add, and the token that must come back with their sum. */
  ask(subject: CaptchaSubject): { a: number; b: number; token: string }
  /** Judges and consumes the answer; its digits may be of any script. */
  verify(answer: string, token: string, subject: CaptchaSubject): Promise<'passed' | 'failed'>
}
