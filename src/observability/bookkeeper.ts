import { randomBytes } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { dayAndHour } from '../domain/day.ts'
import { type DayBook, type DayEntry, MOST_WORDS, OTHER } from '../ports/index.ts'

/** What has been counted for a sheet and is not in the book yet. */
interface Page {
  counts: Map<string, number>
  names: Map<string, string>
  /** Sent, but without a reply: it is sent again unchanged, so that it counts once. */
  sent?: DayEntry | undefined
}

const EVERY_MS = 5000
/** If the book cannot be reached for days, only the newest pages are kept. */
const MOST_PAGES = 4
const LAST_TRIES = 3
const BETWEEN_TRIES_MS = 300

export type Bookkeeper = ReturnType<typeof createBookkeeper>

/** Counts words of the day in this process, and adds them to the book every 5 s and at the end; a kill loses what came since. */
export function createBookkeeper({ now = Date.now, everyMs = EVERY_MS } = {}) {
  const writer = randomBytes(6).toString('hex')
  const pages = new Map<string, Page>()
  let number = 0
  let book: DayBook | undefined
  let timer: NodeJS.Timeout | undefined
  let report: (err: unknown) => void = () => {}
  let underWay: Promise<void> | undefined

  return {
    /** Counts a word today, and under the hour if that is asked for. */
    count(word: string, byHour = false): void {
      const { day, hour } = dayAndHour(now())
      const { counts } = pageOf(day)
      add(counts, word)
      if (byHour) add(counts, `hour ${hour} ${word}`)
    },

    /** Counts a word of an agent today; `agent` stands for the `name`, which is sealed. */
    countAgent(agent: string, word: string, name?: () => string): void {
      const { counts, names } = pageOf(agentsOf(dayAndHour(now()).day))
      add(counts, `${agent} ${word}`)
      if (name && !names.has(agent) && names.size < MOST_WORDS) names.set(agent, name())
    },

    /** Until then words are only counted. `onTrouble` gets what kept an entry from the book. */
    begin(into: DayBook, onTrouble: (err: unknown) => void): void {
      book = into
      report = onTrouble
      timer = setInterval(() => void flush(), everyMs).unref()
    },

    /** Adds what is left, or gives up after three tries. */
    async stop(): Promise<void> {
      clearInterval(timer)
      for (let tries = 0; book && pages.size > 0 && tries < LAST_TRIES; tries++) {
        if (tries > 0) await sleep(BETWEEN_TRIES_MS)
        await flush()
        await flush()
      }
    },

    flush,
  }

  function pageOf(name: string): Page {
    const page = pages.get(name) ?? { counts: new Map(), names: new Map() }
    if (!pages.has(name) && pages.size >= MOST_PAGES) {
      pages.delete(pages.keys().next().value!)
      report(new PageLost())
    }
    pages.set(name, page)
    return page
  }

  /** One at a time: an entry is sent again only after it was given up. */
  function flush(): Promise<void> {
    underWay ??= written().finally(() => {
      underWay = undefined
    })
    return underWay
  }

  async function written(): Promise<void> {
    for (const [name, page] of pages)
      try {
        page.sent ??= entryOf(page)
        await book?.add(name, page.sent)
        page.sent = undefined
        if (page.counts.size === 0 && pages.get(name) === page) pages.delete(name)
      } catch (err) {
        return report(err)
      }
  }

  function entryOf(page: Page): DayEntry {
    number += 1
    const entry = {
      writer,
      number,
      counts: Object.fromEntries(page.counts),
      names: Object.fromEntries(page.names),
    }
    page.counts = new Map()
    page.names = new Map()
    return entry
  }
}

/** The book could not be reached for so long that what was counted on its oldest day is given up. */
class PageLost extends Error {
  override name = 'PageLost'
}

/** The sheet of what agents did on a day, by account. */
export const agentsOf = (day: string): string => `${day}:agents`

function add(counts: Map<string, number>, word: string): void {
  const known = counts.has(word) || counts.size < MOST_WORDS ? word : OTHER
  counts.set(known, (counts.get(known) ?? 0) + 1)
}
