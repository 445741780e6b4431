const SEPARATORS = /[ .\-/_()\u2010-\u2015]+/g
/** A rank stands behind a slash or in brackets more often than after a space. */
const STANDS_APART = /[/(]/
/** Longer ones are no rank. */
const RANK_LENGTH = 3

/** The pieces of a number that separators keep apart, and these. */
export function piecesOf(text: string): { pieces: string[]; separators: string[] } {
  const trimmed = text.replace(/[ .\-/_)\u2010-\u2015]+$/, '')
  return { pieces: trimmed.split(SEPARATORS).filter(Boolean), separators: trimmed.match(SEPARATORS) ?? [] }
}

/**
 * The number whose pieces these are; undefined where the last may as well be something else that is printed behind it, a
 * rank: `710000111/01`. `fits`: whether a text could be such a number. Only separators are dropped, never a piece, but for a
 * rank behind a slash where the whole could not be a number.
 */
export function joined(text: string, fits: (number: string) => boolean): string | undefined {
  const { pieces, separators } = piecesOf(text)
  const [whole, before, last = ''] = [pieces.join(''), pieces.slice(0, -1).join(''), pieces.at(-1)]
  const others = separators.slice(0, -1)
  if (pieces.length < 2 || last.length > RANK_LENGTH || !fits(before)) return whole
  const isBehind = STANDS_APART.test(separators.at(-1)!) && !others.some(between => STANDS_APART.test(between))
  if (!fits(whole)) return isBehind ? before : whole
  if (isBehind) return undefined
  return last.length === RANK_LENGTH || isRhythm(pieces, separators) ? whole : undefined
}

/** Grouped alike to the end, as in `12 34 56 78`; a last piece behind the first mark of its kind is another matter. */
function isRhythm(pieces: readonly string[], separators: readonly string[]): boolean {
  const [first = '', ...rest] = pieces
  const length = rest.at(-1)!.length
  const [mark, ...others] = separators.toReversed()
  const steady = others.length === 0 || others.includes(mark!) || new Set(others).size > 1
  return steady && first.length <= length && rest.every(piece => piece.length === length)
}
