import { find } from '../dom.ts'

/** Offers the code of the SMS that has just come, on phones that can read its last line. The member still sends it. */
export function webOtp(): void {
  const field = find<HTMLInputElement>('input[autocomplete="one-time-code"]')
  if (!field || !('OTPCredential' in window)) return
  const asked = new AbortController()
  field.form!.addEventListener('submit', () => asked.abort())
  navigator.credentials
    .get({ otp: { transport: ['sms'] }, signal: asked.signal } as CredentialRequestOptions)
    .then(credential => {
      const code = (credential as unknown as { code?: string } | null)?.code
      if (code && !field.value) field.value = code
    })
    .catch(() => undefined)
}
