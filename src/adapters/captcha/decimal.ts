/** The number of one to three digits that a person wrote, in whichever script; undefined for anything else. */
export function decimal(text: string): number | undefined {
  const digits = [
    ...text
      .slice(0, 64)

      .replace(/[\p{Cf}\s]/gu, ''),
  ]
  if (digits.length < 1 || digits.length > 3 || !digits.every(isDigit)) return undefined
  return Number(digits.map(value).join(''))
}

function isDigit(character: string): boolean {
  return /^\p{Nd}$/u.test(character)
}

/** Unicode sets the ten digits of a script side by side, from zero up. */
function value(digit: string): number {
  const point = digit.codePointAt(0)!
  let zero = point
  while (isDigit(String.fromCodePoint(zero - 1))) zero--
  return (point - zero) % 10
}
