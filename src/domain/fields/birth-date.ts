export interface TypedDate {
  day: string
  month: string
  year: string
  yearOnly: boolean
}

type Part = 'day' | 'month' | 'year'
const EARLIEST_YEAR = 1900
const LEAST_AGE = 15
const WRITTEN: Record<Part, RegExp> = { day: /^\d{1,2}$/, month: /^\d{1,2}$/, year: /^\d{4}$/ }
const MISWRITTEN: Record<Part, string> = { day: 'dayDigits', month: 'monthDigits', year: 'yearDigits' }

/** What records print for an unknown day or month: `00`, `xx`, `--`, `??`. */
const UNKNOWN = /^(?:0{1,2}|[x×*?.…\-_/\u2010-\u2015]+)$/i
const WHOLE = /^([\dx?*]{1,2})[ ./\-\u2010-\u2015]+([\dx?*]{1,2})[ ./\-\u2010-\u2015]+(\d{4})$/i

/** The date with its parts separated: the day field may hold a whole date; a date with unknown day and month is a year. */
export function asMeant(date: TypedDate): TypedDate {
  const whole = date.month === '' && date.year === '' ? WHOLE.exec(date.day) : undefined
  const [, day = date.day, month = date.month, year = date.year] = whole ?? []
  return { day, month, year, yearOnly: date.yearOnly || (UNKNOWN.test(day) && UNKNOWN.test(month)) }
}

/** An error code for each part to correct; empty for a real date of a person of age. */
export function birthDateProblems(date: TypedDate, today = new Date()): Partial<Record<Part, string>> {
  const asked: Part[] = date.yearOnly ? ['year'] : ['day', 'month', 'year']
  if (asked.every(part => date[part] === '')) return { [asked[0]!]: 'required' }
  if (!date.yearOnly && leavesOpen(date)) return { day: 'unknown' }
  const unread = asked.filter(part => !WRITTEN[part].test(date[part]))
  if (unread.length > 0)
    return Object.fromEntries(unread.map(part => [part, date[part] === '' ? part : MISWRITTEN[part]]))
  if (!date.yearOnly && !isRealDate(date)) return { [isOneOfTwelve(date.month) ? 'day' : 'month']: 'real' }
  if (isoDate(date) > today.toISOString().slice(0, isoDate(date).length)) return { year: 'past' }
  const youngest = `${today.getUTCFullYear() - LEAST_AGE}${today.toISOString().slice(4, 10)}`
  if (Number(date.year) < EARLIEST_YEAR || isoDate(date) > youngest.slice(0, isoDate(date).length))
    return { year: 'range' }
  return {}
}

/** `1960-05-12`, or `1948` if only the year is known: the format of the member-data API. */
export function isoDate({ day, month, year, yearOnly }: TypedDate): string {
  return yearOnly ? year : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

/** Only the member can say whether a missing part was forgotten or is unknown. */
function leavesOpen({ day, month, year }: TypedDate): boolean {
  const isYear = day === '' && month === '' && WRITTEN.year.test(year)
  return isYear || UNKNOWN.test(day) || UNKNOWN.test(month)
}

function isRealDate(date: TypedDate): boolean {
  const parsed = new Date(`${isoDate(date)}T00:00:00Z`)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(isoDate(date))
}

function isOneOfTwelve(month: string): boolean {
  return Number(month) >= 1 && Number(month) <= 12
}
