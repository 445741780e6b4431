/** A proof is valid for one page of one flow. */
export interface CaptchaSubject {
  action: string
  flow: string
}

export type CaptchaResult = 'passed' | 'missing' | 'failed'

export interface Captcha {
  readonly kind: 'altcha' | 'recaptcha' | 'off'
  /** A new signed puzzle for the browser; undefined if this kind has none. */
  challenge(subject: CaptchaSubject): Promise<object | undefined>
  /** Checks and consumes the proof in the posted fields. Throws `Unavailable` if it cannot be checked. */
  verify(fields: Readonly<Record<string, string>>, subject: CaptchaSubject, ip: string): Promise<CaptchaResult>
}

export interface PlainQuestion {
  ask(subject: CaptchaSubject): { a: number; b: number; token: string }
  verify(answer: string, token: string, subject: CaptchaSubject): Promise<'passed' | 'failed'>
}
