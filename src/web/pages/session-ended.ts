import type { Request } from 'express'
import type { Ending } from '../../wizard/verdict.ts'

/** Why a session was closed by us, as the address of the start page says it: words of ours alone (W-10, W-15). */
const REASONS = { guesses: 'essais', elsewhere: 'ailleurs', unfinished: 'inachevee' } as const

/** What to append to the start page's address, so that it tells the member. */
export function closingQuery(ending: Ending): string {
  return ending in REASONS ? `?fin=${REASONS[ending as keyof typeof REASONS]}` : ''
}

/** The reason given after a form of a session that is over, whose cookie may be gone with it: another tab has erased both. */
export const EXPIRED = 'expiree'

/** The copy that tells why the session is over, and the word for it in the address, which a link to this page keeps. */
export function closingCopy({ query: { fin } }: Request): { title: string; text: string; fin: string | undefined } {
  const [reason, word] = Object.entries(REASONS).find(([, word]) => word === fin) ?? []
  if (reason) return { title: 'pages.closed.title', text: `pages.closed.${reason}`, fin: word }
  return { title: 'pages.expired.title', text: 'pages.expired.text', fin: fin === EXPIRED ? fin : undefined }
}
