/** A puzzle of ALTCHA; what is random in it as hex, of fixed lengths but for the key's beginning. */
interface Puzzle {
  parameters: Record<'keyPrefix' | 'keySignature' | 'nonce' | 'salt', string> & {
    cost: number
    expiresAt: number
    data: { action: string; flow: string }
  }
  signature: string
}

/** A puzzle in a third of the letters of its JSON, for a page; the script writes it out again (assets/browser/captcha/puzzle.ts). */
export function puzzleText(puzzle: object): string {
  const { parameters, signature } = puzzle as Puzzle
  const { cost, expiresAt, data, keyPrefix, keySignature, nonce, salt } = parameters
  const drawn = Buffer.from(keySignature + nonce + salt + signature + keyPrefix, 'hex').toString('base64url')
  return [data.action, cost, expiresAt, data.flow, drawn].join('.')
}
