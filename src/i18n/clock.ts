import type { TFunction } from 'i18next'
import type { Language } from '../ports/index.ts'

/** Writes times (`9 h 41`), `date` with the day, `day` alone, `exact` as `14:41:07`. Joined by the copy: CLDR's joining is not spoken Arabic. */
export function clock(language: Language, t: TFunction) {
  const zone = { timeZone: 'Africa/Casablanca', hourCycle: 'h23' } as const
  const hours = new Intl.DateTimeFormat(`${language}-MA`, { ...zone, timeStyle: 'short' })
  const seconds = new Intl.DateTimeFormat('fr-MA', { ...zone, timeStyle: 'medium' })
  const days = new Intl.DateTimeFormat(`${language}-MA`, { ...zone, dateStyle: 'long' })
  return (name: string, date: Date) => {
    if (name === 'day') return days.format(date)
    if (name === 'exact') return seconds.format(date)
    const parts = Object.fromEntries(hours.formatToParts(date).map(({ type, value }) => [type, value]))
    const time = t('units.clock', { hour: Number(parts['hour']), minute: parts['minute'] })
    return name === 'date' ? t('units.moment', { day: days.format(date), time }) : time
  }
}
