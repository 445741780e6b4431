import { shownAddress } from './email-address.ts'

export function maskedEmail(address: string): string {
  const shown = shownAddress(address)
  return `${shown.slice(0, 1)}•••${shown.slice(shown.lastIndexOf('@'))}`
}

export function maskedPhone(number: string): string {
  return `${number.slice(0, 5)}${'•'.repeat(Math.max(number.length - 7, 3))}${number.slice(-2)}`
}
