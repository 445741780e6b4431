const ZONE = 'Africa/Casablanca'
/** Morocco keeps UTC all year since 20 September 2026; older data add an hour, in summer or always. */
const MIDDAYS = ['2026-10-01T12:00:00Z', '2027-02-15T12:00:00Z', '2027-07-01T12:00:00Z']

/** A problem if this runtime's time-zone data are wrong for Morocco (REL-R7). */
export function zoneProblems(): string[] {
  const hour = new Intl.DateTimeFormat('en', { timeZone: ZONE, hour: 'numeric', hourCycle: 'h23' })
  if (MIDDAYS.every(midday => hour.format(new Date(midday)) === '12')) return []
  const { version, versions } = process
  return [
    `Node ${version}: its time-zone data (${versions['tz']}) lack Morocco's change to UTC of 20 September 2026, so members ` +
      `would see times an hour off; use the Node that package.json pins (npm start), or data of 2026c or later`,
  ]
}
