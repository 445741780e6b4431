const SEPARATORS = /[ .\-/_()\u2010-\u2015]+/g
const RANK_SEPARATOR = /[/(]/
const RANK_LENGTH = 3

export function piecesOf(text: string): { pieces: string[]; separators: string[] } {
  const trimmed = text.replace(/[ .\-/_)\u2010-\u2015]+$/, '')
  return { pieces: trimmed.split(SEPARATORS).filter(Boolean), separators: trimmed.match(SEPARATORS) ?? [] }
}

/** The whole number; undefined if its last piece may be a rank printed behind it, as in `710000111/01`. */
export function joined(text: string, fits: (number: string) => boolean): string | undefined {
  const { pieces, separators } = piecesOf(text)
  const [whole, before, last = ''] = [pieces.join(''), pieces.slice(0, -1).join(''), pieces.at(-1)]
  const others = separators.slice(0, -1)
  if (pieces.length < 2 || last.length > RANK_LENGTH || !fits(before)) return whole
  const isBehind = RANK_SEPARATOR.test(separators.at(-1)!) && !others.some(between => RANK_SEPARATOR.test(between))
  if (!fits(whole)) return isBehind ? before : whole
  if (isBehind) return undefined
  return last.length === RANK_LENGTH || isRhythm(pieces, separators) ? whole : undefined
}

/** Whether all pieces have one length and one separator, as in `12 34 56 78`. */
function isRhythm(pieces: readonly string[], separators: readonly string[]): boolean {
  const [first = '', ...rest] = pieces
  const length = rest.at(-1)!.length
  const [mark, ...others] = separators.toReversed()
  const steady = others.length === 0 || others.includes(mark!) || new Set(others).size > 1
  return steady && first.length <= length && rest.every(piece => piece.length === length)
}
