import { activation } from '../../journey.ts'
import { WRAP_UPS } from '../../observability/audit.ts'
import type { Channel, Counts, Via } from '../../ports/index.ts'

const STEPS = activation.steps.map(({ slug }) => slug)
const CHANNELS: readonly Channel[] = ['email', 'sms']
const VIAS: readonly Via[] = ['sms', 'voice', 'whatsapp']
const LOST = ['undelivered', 'failed', 'unanswered']
const HOURS = Array.from({ length: 24 }, (_, hour) => String(hour).padStart(2, '0'))
const MOST_REFUSALS = 10

export type Figures = ReturnType<typeof figuresOf>

/** What a supervisor reads of a day's counts. Undefined: there is nothing to measure. */
export function figuresOf(counts: Counts) {
  const of = (word: string) => counts[word] ?? 0
  const under = (start: string) =>
    Object.entries(counts)
      .filter(([word]) => word.startsWith(start))
      .map(([word, count]) => ({ word: word.slice(start.length), count }))
  const sum = (start: string) => under(start).reduce((total, { count }) => total + count, 0)
  const refused = sum('look-up ')

  return {
    isEmpty: Object.keys(counts).length === 0,
    opened: of('opened'),
    activated: of('activated'),
    share: of('opened') > 0 ? of('activated') / of('opened') : undefined,
    minutes: median(under('minutes ')),
    assisted: of('finished assisted'),
    lookUps: of('followed') + refused,
    refused,
    alarms: sum('alarm '),
    handled: of('handled'),
    handlingMinutes: median(under('handling ')),
    funnel: STEPS.map(step => ({ step, entered: of(`step ${step} entered`), left: of(`step ${step} left`) })),
    refusals: STEPS.flatMap(step =>
      under(`step ${step} refused `).map(({ word: reason, count }) => ({ step, reason, count })),
    )
      .toSorted((one, other) => other.count - one.count)
      .slice(0, MOST_REFUSALS),
    codes: CHANNELS.map(channel => ({
      channel,
      sent: of(`code ${channel} sent`),
      verified: of(`code ${channel} verified`),
      wrong: of(`code ${channel} failed`),
      lost: of(`code ${channel} unsent`) + (channel === 'sms' ? lost() : 0),
    })),
    deliveries: VIAS.map(via => ({
      via,
      sent: of(`delivery ${via} sent`),
      delivered: of(`delivery ${via} delivered`),
      lost: of(`delivery ${via} unsent`) + LOST.reduce((total, fate) => total + of(`delivery ${via} ${fate}`), 0),
    })).filter(({ sent, lost }) => sent + lost > 0),
    hours: HOURS.map(hour => ({ hour, opened: of(`hour ${hour} opened`), activated: of(`hour ${hour} activated`) })),
    wrapUps: WRAP_UPS.map(word => ({ word, count: of(`wrap-up ${word}`) })),
    raised: under('alarm ').toSorted((one, other) => one.word.localeCompare(other.word)),
  }

  /** Codes to phones that went out and did not arrive, by whichever way. */
  function lost(): number {
    return VIAS.flatMap(via => LOST.map(fate => of(`delivery ${via} ${fate}`))).reduce((total, count) => total + count)
  }
}

function median(minutes: readonly { word: string; count: number }[]): number | undefined {
  const half = minutes.reduce((total, { count }) => total + count, 0) / 2
  let before = 0
  for (const { word, count } of minutes.toSorted((one, other) => Number(one.word) - Number(other.word))) {
    before += count
    if (before >= half) return Number(word) + 1
  }
  return undefined
}
