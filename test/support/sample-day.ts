import { activation } from '../../src/journey.ts'
import { WRAP_UPS } from '../../src/observability/audit.ts'

/** What the day book holds after a busy day of `times` times a thousand journeys, in all the words that there are. */
export function sampleDay(times = 1): Record<string, number> {
  const counts: Record<string, number> = {}
  const put = (word: string, count: number) => {
    counts[word] = Math.round(count * times)
  }
  let here = 1000
  for (const [at, { slug }] of activation.steps.entries()) {
    put(`step ${slug} entered`, here)
    for (const [n, reason] of ['fields', 'no-match', 'wrong', 'sends', 'unavailable', 'replaced'].entries())
      put(`step ${slug} refused ${reason}`, (8 - at) * (n + 3))
    here -= [60, 110, 40, 25, 60, 20, 140, 15][at] ?? 0
    put(`step ${slug} left`, here)
  }
  put('opened', 1000)
  put('activated', here)
  for (let hour = 0; hour < 24; hour++) {
    const two = String(hour).padStart(2, '0')
    const share = hour < 7 ? 2 : 60 - Math.abs(14 - hour) * 4
    put(`hour ${two} opened`, share)
    put(`hour ${two} activated`, share * 0.6)
  }
  for (const channel of ['email', 'sms'])
    for (const [fate, count] of Object.entries({ sent: 1100, unsent: 12, verified: 810, failed: 260 }))
      put(`code ${channel} ${fate}`, count)
  for (const via of ['sms', 'voice', 'whatsapp'])
    for (const [fate, count] of Object.entries({
      sent: 700,
      unsent: 6,
      delivered: 560,
      undelivered: 90,
      failed: 21,
      unanswered: 4,
    }))
      put(`delivery ${via} ${fate}`, via === 'sms' ? count : count / 10)
  for (let minute = 2; minute <= 40; minute++) put(`minutes ${minute}`, 40 - minute)
  put('finished assisted', 70)
  put('finished alone', here - 70)
  for (const [n, word] of WRAP_UPS.entries()) put(`wrap-up ${word}`, 30 - 3 * n)
  put('handled', 190)
  for (let minute = 1; minute <= 20; minute++) put(`handling ${minute}`, 20 - minute)
  put('followed', 180)
  put('assistance', 205)
  put('look-up unknown-id', 44)
  put('look-up misses', 3)
  for (const name of ['sms-unverified', 'twilio-down']) counts[`alarm ${name}`] = 2
  return counts
}
