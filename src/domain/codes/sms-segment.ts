const basic = `@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà`
const extended = '\f^{}\\[~]|€'
const weights = new Map([...[...basic].map(c => [c, 1] as const), ...[...extended].map(c => [c, 2] as const)])

/** Whether the text fits one SMS: 160 characters of GSM-7, otherwise 70 of UCS-2 (OTP-16). */
export function fitsOneSegment(text: string): boolean {
  const septets = gsm7Length(text)
  return septets === undefined ? text.length <= 70 : septets <= 160
}

/** The length in septets; undefined if a character is not in GSM-7 (3GPP TS 23.038). */
export function gsm7Length(text: string): number | undefined {
  let length = 0
  for (const character of text) {
    const weight = weights.get(character)
    if (weight === undefined) return undefined
    length += weight
  }
  return length
}
