const LRI = '\u2066'
const PDI = '\u2069'

/** E-mail addresses, numbers with separators, and letter-digit identifiers, which Arabic text would reorder. */
const RUNS = /[\w.+-]+@[\w-]+(?:\.[\w-]+)+|\+?\d[\d /.:-]*\d(?!\w*\}\})|\b[A-Z]{1,2}\d{2,}\b/g

/** A count, or a duration in the sentence's own language: neither is reordered. */
const IN_ORDER = /^\d{1,3}(?:[ \u00a0]\p{Ll}+(?: \d{1,2}[ \u00a0]\p{Ll}+)?)?$/u

/** A value in isolates, so that Arabic text around it does not reorder it. Arabic values other than addresses need none. */
export function isolated(value: string): string {
  return (/\p{Script=Arabic}/u.test(value) && !value.includes('@')) || IN_ORDER.test(value)
    ? value
    : `${LRI}${value}${PDI}`
}

export function withIsolatedRuns<Copy>(copy: Copy): Copy {
  if (typeof copy === 'string') return copy.replace(RUNS, run => `${LRI}${run}${PDI}`) as Copy
  if (Array.isArray(copy)) return copy.map(withIsolatedRuns) as Copy
  if (typeof copy !== 'object' || copy === null) return copy
  return Object.fromEntries(Object.entries(copy).map(([key, value]) => [key, withIsolatedRuns(value)])) as Copy
}

/** A number in groups, which must not break at the end of a line. */
const GROUPS = /\u2066(\+?\d+(?: \d+)+|[A-Z]{1,2} \d+)\u2069/g

/** A word that must not break at its hyphen. */
const HYPHENED = /\be-mails?\b/g

export type Call = Readonly<Record<'phone' | 'shown', string>>

/** Escapes text for HTML; isolates become `<bdi>` that is not translated, `<a>` a link to `href` or nothing, `call` a link that dials. */
export function toHtml(text: string, href?: string, call?: Call): string {
  return dialled(escapeHtml(text), call)
    .replace(GROUPS, '<bdi dir="ltr" translate="no" class="app-number">$1</bdi>')
    .replaceAll(LRI, '<bdi dir="ltr" translate="no">')
    .replaceAll(PDI, '</bdi>')
    .replace(HYPHENED, '<span class="app-whole">$&</span>')
    .replace('&lt;a&gt;', href ? `<a href="${escapeHtml(href)}">` : '')
    .replace('&lt;/a&gt;', href ? '</a>' : '')
}

function dialled(html: string, call: Call | undefined): string {
  if (!call) return html
  const shown = `${LRI}${escapeHtml(call.shown)}${PDI}`
  return html.replaceAll(shown, `<a href="tel:${call.phone}">${shown}</a>`)
}

/** The same for mail programs, which keep `<span>`; if they drop `dir`, only no-break spaces keep digits in order. */
export function toMailHtml(text: string): string {
  return escapeHtml(text.replace(GROUPS, numberInOnePiece))
    .replaceAll(LRI, '<span dir="ltr">')
    .replaceAll(PDI, '</span>')
}

const numberInOnePiece = (number: string) => number.replaceAll(' ', '\u00a0')

/** For attributes, titles and SMS, in which isolates would be visible or cost characters. */
export function withoutIsolates(text: string): string {
  return text.replace(/[\u2066\u2069]/g, '')
}

const ENTITIES: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, character => ENTITIES[character]!)
}
