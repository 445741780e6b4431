import type { DeliveryJudge, Via } from '../../ports/index.ts'
import type { DependencyWatch } from '../breaker/observed.ts'
import type { CarrierFault } from '../carrier/consequences.ts'
import { createFailureStreak, type FailureStreak } from '../faults/failure-streak.ts'
import { TWILIO_CODES } from './codes.ts'

const OF_THE_NUMBER: readonly CarrierFault[] = ['number', 'unreachable', 'opted-out']
const ALARMING = 5

/** Raises `<way>-delivery` if five messages in a row were lost through no fault of the phone. */
export function createDeliveryJudge(
  alarm: (name: string, raised: boolean) => void,
  refused?: DependencyWatch['refused'],
): DeliveryJudge {
  const streak = (via: Via) => createFailureStreak(ALARMING, (_, on) => alarm(`${via}-delivery`, on))
  const streaks: Record<Via, FailureStreak> = {
    sms: streak('sms'),
    voice: streak('voice'),
    whatsapp: streak('whatsapp'),
  }

  return ({ via, fate, code }) => {
    if (fate === 'delivered') streaks[via].succeeded()
    if (fate !== 'undelivered') return fate
    const [fault] = TWILIO_CODES[Number(code)] ?? []
    if (fault) refused?.('twilio', fault, Number(code))
    if (!fault || OF_THE_NUMBER.includes(fault)) return 'undelivered'
    streaks[via].failed('failed')
    return 'failed'
  }
}
