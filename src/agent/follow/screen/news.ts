import { createHappening } from '../../../domain/live-view.ts'
import type { Happening } from '../../../ports/live-page.ts'
import { LIVE_WORDS, PAGE_SHOWN } from '../../../web/live-page/words.ts'

/** The happenings in closed words (AG-2), without a page that is only shown again. */
export function newsIn(happenings: readonly Happening[]): Happening[] {
  return withoutReloads(valid(happenings))
}

const HappeningSchema = createHappening(LIVE_WORDS)

function valid(happenings: readonly Happening[]): Happening[] {
  return happenings.filter(happening => HappeningSchema.safeParse(happening).success)
}

function withoutReloads(happenings: readonly Happening[]): Happening[] {
  let shown: string | undefined
  return happenings.filter(({ event, page }) => {
    if (event !== PAGE_SHOWN) return true
    const isNews = page !== shown
    shown = page
    return isNews
  })
}
