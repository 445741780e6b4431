/** `a•••@domain.ma`: enough for its owner to recognise. */
export function maskedEmail(address: string): string {
  const at = address.lastIndexOf('@')
  return `${address.slice(0, 1)}•••${address.slice(at)}`
}

/** `+2126••••••78`. */
export function maskedPhone(number: string): string {
  return `${number.slice(0, 5)}${'•'.repeat(Math.max(number.length - 7, 3))}${number.slice(-2)}`
}
