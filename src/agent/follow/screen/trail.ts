import fr from '../../../../locales/console/fr.json' with { type: 'json' }
import type { Happening } from '../../../ports/live-page.ts'
import { PAGE_SHOWN } from '../../../web/live-page/words.ts'
import { newsIn } from './news.ts'
import { pageName } from './pages.ts'

/** A line of the events: `key` of a sentence of the console's, which may name the page `title`. */
export interface TrailLine {
  at: Date
  key: string
  title?: string
}

/** Newest first. What is not in closed words, or has no sentence, is left out; a page shown again is no news (AG-2). */
export function trailLines(happenings: readonly Happening[]): TrailLine[] {
  return newsIn(happenings).flatMap(lineOf).reverse()
}

/** Since when the member has been on `page`, as far as the happenings go back. */
export function onPageSince(happenings: readonly Happening[], page: string): Date | undefined {
  const shown = newsIn(happenings).findLast(({ event }) => event === PAGE_SHOWN)
  return shown?.page === page ? new Date(shown.at) : undefined
}

const SENTENCES: Record<string, Record<string, string>> = fr.trail

function lineOf({ at, event, reason, page }: Happening): TrailLine[] {
  const sentences = SENTENCES[event]
  const word = sentences && [reason, page, 'any'].find(word => word && Object.hasOwn(sentences, word))
  if (!word) return []
  const title = event === PAGE_SHOWN && page && pageName(page).title
  return [{ at: new Date(at), key: `console.trail.${event}.${word}`, ...(title && { title }) }]
}
