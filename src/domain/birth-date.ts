/** A date of birth as it is typed, cleaned; parts may be empty. */
export interface TypedDate {
  day: string
  month: string
  year: string
  /** The civil record holds only a year. */
  yearOnly: boolean
}

type Part = 'day' | 'month' | 'year'
const EARLIEST_YEAR = 1900
const LEAST_AGE = 15

/** What is wrong with it, as an error code at the part to correct; undefined when it is a real date of someone of age. */
export function birthDateProblem(date: TypedDate, today = new Date()): { part: Part; code: string } | undefined {
  const asked: Part[] = date.yearOnly ? ['year'] : ['day', 'month', 'year']
  if (asked.every(part => date[part] === '')) return { part: asked[0]!, code: 'required' }
  const missing = asked.find(part => date[part] === '')
  if (missing) return { part: missing, code: missing }
  if (!/^\d{4}$/.test(date.year)) return { part: 'year', code: 'real' }
  if (!date.yearOnly && !isRealDate(date)) return { part: 'day', code: 'real' }
  if (isoDate(date) > today.toISOString().slice(0, isoDate(date).length)) return { part: 'year', code: 'past' }
  const youngest = `${today.getUTCFullYear() - LEAST_AGE}${today.toISOString().slice(4, 10)}`
  if (Number(date.year) < EARLIEST_YEAR || isoDate(date) > youngest.slice(0, isoDate(date).length))
    return { part: 'year', code: 'range' }
  return undefined
}

/** `1960-05-12`, or `1948` where only the year is known: as the member-data API takes it. */
export function isoDate({ day, month, year, yearOnly }: TypedDate): string {
  return yearOnly ? year : `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}

function isRealDate(date: TypedDate): boolean {
  if (!/^\d{1,2}$/.test(date.day) || !/^\d{1,2}$/.test(date.month)) return false
  const parsed = new Date(`${isoDate(date)}T00:00:00Z`)
  return !Number.isNaN(parsed.getTime()) && parsed.toISOString().startsWith(isoDate(date))
}
