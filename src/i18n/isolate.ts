const LRI = '\u2066'
const PDI = '\u2069'

/** E-mail addresses, numbers with separators, and letter-digit identifiers: what Arabic text around it would reorder. */
const RUNS = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\+?\d[\d /.:-]*\d(?!\w*\}\})|\b[A-Z]{1,2}\d{2,}\b/g

/** A count, or a duration in words: what no text around it reorders, since a duration is in the language of its sentence. */
const IN_ORDER = /^\d{1,3}(?: \p{Ll}+(?: \d{1,2} \p{Ll}+)?)?$/u

/** A value put into a sentence, isolated from the direction of the text around it unless it is Arabic itself, and no address. */
export function isolated(value: string): string {
  return (/\p{Script=Arabic}/u.test(value) && !value.includes('@')) || IN_ORDER.test(value)
    ? value
    : `${LRI}${value}${PDI}`
}

/** The copy of one language with every example number and address in it isolated. */
export function withIsolatedRuns<Copy>(copy: Copy): Copy {
  if (typeof copy === 'string') return copy.replace(RUNS, run => `${LRI}${run}${PDI}`) as Copy
  if (Array.isArray(copy)) return copy.map(withIsolatedRuns) as Copy
  if (typeof copy !== 'object' || copy === null) return copy
  return Object.fromEntries(Object.entries(copy).map(([key, value]) => [key, withIsolatedRuns(value)])) as Copy
}

/** A number in groups, which is read in one piece and does not break at the end of a line. */
const GROUPS = /\u2066(\+?\d+(?: \d+)+)\u2069/g

/** Text for HTML: escaped, isolates as `<bdi>`; `<a>` in the copy becomes a link to `href`, or nothing without one. */
export function toHtml(text: string, href?: string): string {
  return escapeHtml(text)
    .replace(GROUPS, '<bdi dir="ltr" class="app-number">$1</bdi>')
    .replaceAll(LRI, '<bdi dir="ltr">')
    .replaceAll(PDI, '</bdi>')
    .replace('&lt;a&gt;', href ? `<a href="${escapeHtml(href)}">` : '')
    .replace('&lt;/a&gt;', href ? '</a>' : '')
}

/**
 * The same for an e-mail. Gmail, Outlook and Yahoo drop `<bdi>` and keep `<span>`; and where a program drops the direction of
 * that too, no-break spaces hold the groups of a number together, which plain ones do not (UAX #9, class CS).
 */
export function toMailHtml(text: string): string {
  return escapeHtml(text.replace(GROUPS, numberInOnePiece))
    .replaceAll(LRI, '<span dir="ltr">')
    .replaceAll(PDI, '</span>')
}

const numberInOnePiece = (number: string) => number.replaceAll(' ', '\u00a0')

/** Text where marks would be seen or cost: attributes, titles, SMS. */
export function withoutIsolates(text: string): string {
  return text.replace(/[\u2066\u2069]/g, '')
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => ENTITIES[character]!)
}
