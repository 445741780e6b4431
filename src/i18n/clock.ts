import type { TFunction } from 'i18next'
import type { Language } from '../ports/index.ts'

/**
 * Writes times of day in the words of the copy (`14 h 41`). Named `date` they have their day too, and named `day` only that; named
 * `exact` they are `14:41:07`.
 * CLDR's own joining of day and hour is not what is said in Arabic.
 */
export function clock(language: Language, t: TFunction) {
  const zone = { timeZone: 'Africa/Casablanca', hourCycle: 'h23' } as const
  const hours = new Intl.DateTimeFormat(`${language}-MA`, { ...zone, timeStyle: 'short' })
  const seconds = new Intl.DateTimeFormat('fr-MA', { ...zone, timeStyle: 'medium' })
  const days = new Intl.DateTimeFormat(`${language}-MA`, { ...zone, dateStyle: 'long' })
  return (name: string, date: Date) => {
    if (name === 'day') return days.format(date)
    if (name === 'exact') return seconds.format(date)
    const parts = hours.formatToParts(date).map(({ type, value }) => [type, value])
    const time = t('units.clock', Object.fromEntries(parts))
    return name === 'date' ? t('units.moment', { day: days.format(date), time }) : time
  }
}
