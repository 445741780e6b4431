/** A day in Morocco, `2026-11-28`. */
export type Day = string

const PARTS = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Africa/Casablanca',
  hourCycle: 'h23',
  ...{ year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit' },
})
const A_MINUTE_MS = 60_000
const A_DAY_MS = 86_400_000
let known = { minute: Number.NaN, day: '', hour: '' }

/** The day and the hour (`14`) of a time in milliseconds since 1970. Zones change on whole minutes, so that one is looked up once. */
export function dayAndHour(at: number): { day: Day; hour: string } {
  const minute = Math.floor(at / A_MINUTE_MS)
  if (minute !== known.minute) {
    const [day = '', hour = ''] = PARTS.format(minute * A_MINUTE_MS).split(', ')
    known = { minute, day, hour }
  }
  return known
}

/** Whether a text is the name of a day that the calendar has. */
export const isDay = (text: string): text is Day => /^20\d\d-\d\d-\d\d$/.test(text) && daysFrom(text, 0) === text

/** The day so many days later, or earlier. */
export function daysFrom(day: Day, days: number): Day {
  const noon = Date.parse(`${day}T12:00:00Z`)
  return Number.isNaN(noon) ? '' : new Date(noon + days * A_DAY_MS).toISOString().slice(0, 10)
}
