import type { Metrics } from './metrics.ts'

/** Longer journeys are counted as this long: none lasts longer than its session. */
const MOST_MINUTES = 90
const MOST_HANDLING_MINUTES = 60
/** Audit events that are counted for the supervisors' day, those marked by the hour too. */
const EVENTS: Readonly<Record<string, { word: string; byHour?: boolean; byReason?: boolean }>> = {
  session_created: { word: 'opened', byHour: true },
  user_created: { word: 'activated', byHour: true },
  assistance_opened: { word: 'assistance' },
  agent_followed: { word: 'followed' },
  agent_refused: { word: 'look-up', byReason: true },
}

/** The metrics, whose calls are counted in the day book too. */
export function bookedMetrics(metrics: Metrics, count: (word: string, byHour?: boolean) => void): Metrics {
  const on = new Set<string>()
  const minutes = (seconds: number, most: number) => Math.min(most, Math.floor(seconds / 60))
  return {
    ...metrics,
    step(step, move, reason) {
      metrics.step(step, move, reason)
      count(['step', step, move, reason].filter(Boolean).join(' '))
    },
    code(channel, fate) {
      metrics.code(channel, fate)
      count(`code ${channel} ${fate}`)
    },
    delivery(via, fate) {
      metrics.delivery(via, fate)
      count(`delivery ${via} ${fate}`)
    },
    securityEvent(event, reason) {
      metrics.securityEvent(event, reason)
      const booked = EVENTS[event]
      if (booked) count(booked.byReason ? `${booked.word} ${reason}` : booked.word, booked.byHour)
    },
    finished(seconds, assisted) {
      metrics.finished(seconds, assisted)
      count(`finished ${assisted ? 'assisted' : 'alone'}`)
      count(`minutes ${minutes(seconds, MOST_MINUTES)}`)
    },
    handled(seconds) {
      metrics.handled(seconds)
      count('handled')
      count(`handling ${minutes(seconds, MOST_HANDLING_MINUTES)}`)
    },
    wrapUp(word) {
      metrics.wrapUp(word)
      count(`wrap-up ${word}`)
    },
    alarm(name, raised) {
      metrics.alarm(name, raised)
      if (raised && !on.has(name)) count(`alarm ${name}`)
      if (raised) on.add(name)
      else on.delete(name)
    },
  }
}
