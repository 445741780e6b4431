import ar from '../../locales/ar.json' with { type: 'json' }
import fr from '../../locales/fr.json' with { type: 'json' }
import type { Mode } from '../../src/ports/index.ts'

type Titled = Record<string, { title?: string }>
interface StepCopy {
  fields?: Record<string, { errors?: object }>
  errors?: object
}

const STATUS: Record<string, number> = {
  badRequest: 400,
  forbidden: 403,
  notFound: 404,
  tooLarge: 413,
  wrongType: 415,
  wrongHost: 421,
  error: 500,
  unavailable: 503,
}
const PAGES: Record<string, string> = { resume: 'start', 'already-active': 'alreadyActive', 'too-many': 'tooMany' }

/** The status and the titles, one for each language read, by which a scene is told from any other page. A message has no title. */
export function expectedOf(name: string, mode: Mode): { status: number; titles: string[] } {
  const [page, ...rest] = name.split('.')
  const read = mode === 'both' ? [fr, ar] : [mode === 'fr' ? fr : ar]
  if (/^(mail|sms|voice)$/.test(page!)) return { status: 200, titles: [] }
  const key = page === 'error' ? rest[0]! : (PAGES[page!] ?? page!)
  const titles = read.map(copy => {
    const title = ((copy.steps as Titled)[page!] ?? (copy.pages as Titled)[key])?.title ?? name
    return title.replace(/^\$t\(pages\.(\w+)\.title\)$/, (_, other) => (copy.pages as Titled)[other]!.title!)
  })
  return { status: statusOf(page!, rest), titles }
}

function statusOf(page: string, rest: string[]): number {
  if (page === 'error') return STATUS[rest[0]!]!
  if (rest[0] === 'notices') return /^(?:tooMany|early)/.test(rest[1]!) ? 429 : 503
  if (page === 'too-many') return 429
  return isError(page, rest) ? 422 : 200
}

/** An error of a field, of the whole page or of the captcha, by the copy that words it. */
function isError(page: string, [field, code]: string[]): boolean {
  const { fields = {}, errors = {} } = (fr.steps as Record<string, StepCopy>)[page] ?? {}
  const worded = { ...fields, page: { errors }, captcha: fr.captcha }[field!]?.errors ?? {}
  return code !== undefined && code in worded
}

/** Whether a scene is a page with errors. */
export const isOfError = (name: string): boolean => expectedOf(name, 'fr').status === 422
