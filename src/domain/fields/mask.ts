import { shownAddress } from './email-address.ts'
import { COMMON, likelyDomain } from './likely-domain.ts'
import { parsePhoneNumber } from './mobile-number.ts'

export function maskedEmail(address: string): string {
  const shown = shownAddress(address)
  return `${shown.slice(0, 1)}•••${shown.slice(shown.lastIndexOf('@'))}`
}

/** `06 •• •• •• 78`; a foreign number keeps its country's digits. `number` is E.164. */
export function maskedPhone(number: string): string {
  const end = number.slice(-2)
  const national = /^\+212(\d)/.exec(number)?.[1]
  if (national) return `0${national} •• •• •• ${end}`
  const country = parsePhoneNumber(number)?.countryCallingCode
  return `${country ? `+${country} ` : ''}•• •• ${end}`
}

/** Shown whole: most mistyped addresses are wrong in these, and they identify nobody. */
export const COMMON_DOMAINS = [...COMMON, 'live.com', 'live.fr', 'msn.com']

/** For an agent: `a•••@•••.ma`, or `a•••@gmail.com`; `like`: the common domain that this one is a slip or two away from. */
export function agentMaskedEmail(address: string): { masked: string; like?: string } {
  const shown = shownAddress(address).toLowerCase()
  const domain = shown.slice(shown.lastIndexOf('@') + 1)
  const first = /^[a-z\d]/.exec(shown)?.[0] ?? '•'
  if (COMMON_DOMAINS.includes(domain)) return { masked: `${first}•••@${domain}` }
  const like = likelyDomain(domain)
  return { masked: `${first}•••@•••${/\.[a-z]{2,24}$/.exec(domain)?.[0] ?? ''}`, ...(like && { like }) }
}

/** An agent sees no more of a number than the member's own page shows. */
export const agentMaskedPhone = maskedPhone
