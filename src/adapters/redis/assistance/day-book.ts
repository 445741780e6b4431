import { DAY_BOOK_SECONDS, type DayBook, MOST_WORDS } from '../../../ports/index.ts'
import type { RedisClient } from '../client.ts'
import { script } from '../script.ts'
import { orUnavailable } from '../timeouts.ts'

/** One hash a sheet: counts by word, sealed names in fields that begin with `=`, and in `~` each writer's last entry. Throws `Unavailable`. */
export function redisDayBook(client: RedisClient): DayBook {
  const add = script<null>(client, 'assistance/add-to-day')
  return {
    async add(sheet, { writer, number, counts, names = {} }) {
      const words = Object.entries(counts)
      const head = [writer, number, DAY_BOOK_SECONDS, MOST_WORDS, words.length]
      await add([keyOf(sheet)], [...head, ...words.flat(), ...Object.entries(names).flat()])
    },

    async read(sheet) {
      const { '~': _, ...fields } = await orUnavailable(client.hgetall(keyOf(sheet)))
      const [names, words] = [Object.entries(fields).filter(isName), Object.entries(fields).filter(not(isName))]
      return {
        counts: Object.fromEntries(words.map(([word, count]) => [word, Number(count)])),
        names: Object.fromEntries(names.map(([field, name]) => [field.slice(1), name])),
      }
    },
  }
}

type Field = [field: string, value: string]
const isName = ([field]: Field): boolean => field.startsWith('=')
const not = (is: (field: Field) => boolean) => (field: Field) => !is(field)
const keyOf = (sheet: string): string => `d:${sheet}`
