import { DAY_BOOK_SECONDS, type DayBook, MOST_WORDS, OTHER } from '../../ports/index.ts'
import { type Clock, ExpiringMap } from './expiring-map.ts'

interface Sheet {
  counts: Map<string, number>
  names: Map<string, string>
  written: Map<string, number>
}

export function memoryDayBook(now?: Clock): DayBook {
  const sheets = new ExpiringMap<Sheet>(now)
  return {
    async add(name, { writer, number, counts, names = {} }) {
      const sheet = sheets.get(name) ?? { counts: new Map(), names: new Map(), written: new Map() }
      if ((sheet.written.get(writer) ?? 0) >= number) return
      sheet.written.set(writer, number)
      for (const [word, count] of Object.entries(counts)) {
        const known = sheet.counts.has(word) || hasRoom(sheet) ? word : OTHER
        sheet.counts.set(known, (sheet.counts.get(known) ?? 0) + count)
      }
      for (const [key, text] of Object.entries(names))
        if (sheet.names.has(key) || hasRoom(sheet)) sheet.names.set(key, text)
      sheets.set(name, sheet, DAY_BOOK_SECONDS)
    },

    async read(name) {
      const { counts, names } = sheets.get(name) ?? {}
      return { counts: Object.fromEntries(counts ?? []), names: Object.fromEntries(names ?? []) }
    },
  }
}

/** Redis keeps one field more, of who has written. */
const hasRoom = ({ counts, names }: Sheet): boolean => 1 + counts.size + names.size < MOST_WORDS - 1
