const basic = `@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !"#¤%&'()*+,-./0123456789:;<=>?¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà`
const extended = '\f^{}\\[~]|€'
const weights = new Map([...[...basic].map(c => [c, 1] as const), ...[...extended].map(c => [c, 2] as const)])

/** SMS segments of a text: one holds 160 units of GSM-7 or 70 of UCS-2, each of several 153 or 67 (OTP-16). */
export function segmentsOf(text: string): number {
  const isGsm7 = gsm7Length(text) !== undefined
  const units = [...text].map(character => (isGsm7 ? weights.get(character)! : character.length))
  const [alone, joined] = isGsm7 ? [160, 153] : [70, 67]
  return units.reduce((sum, unit) => sum + unit, 0) <= alone ? 1 : filled(units, joined)
}

/** Length in septets; an extension character takes two. Undefined if a character is not in GSM-7 (3GPP TS 23.038). */
export function gsm7Length(text: string): number | undefined {
  let length = 0
  for (const character of text) {
    const weight = weights.get(character)
    if (weight === undefined) return undefined
    length += weight
  }
  return length
}

/** No character is split between two segments. */
function filled(units: readonly number[], size: number): number {
  let segments = 1
  let room = size
  for (const unit of units) {
    if (unit > room) {
      segments++
      room = size
    }
    room -= unit
  }
  return segments
}
