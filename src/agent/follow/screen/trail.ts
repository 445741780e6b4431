import fr from '../../../../locales/console/fr.json' with { type: 'json' }
import type { Happening } from '../../../ports/live-page.ts'
import { PAGE_SHOWN } from '../../../web/live-page/words.ts'
import { pageName } from './pages.ts'

/** A line of the events: `key` of a sentence of the console's, which may name the page `title`. */
export interface TrailLine {
  at: Date
  key: string
  title?: string
}

/** Of `newsIn`; newest first. What has no sentence is left out. */
export function trailLines(news: readonly Happening[]): TrailLine[] {
  return news.flatMap(lineOf).reverse()
}

/** Since when the member has been on `page`, as far as the news go back. */
export function onPageSince(news: readonly Happening[], page: string): Date | undefined {
  const shown = news.findLast(({ event }) => event === PAGE_SHOWN)
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
