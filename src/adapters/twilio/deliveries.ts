import type { DeliveryJudge, Via } from '../../ports/index.ts'
import type { DependencyWatch } from '../breaker/observed.ts'
import { inARow } from '../in-a-row.ts'
import { TWILIO_CODES, type TwilioFault } from './codes.ts'

const OF_THE_NUMBER: readonly TwilioFault[] = ['number', 'unreachable', 'opted-out']
const ALARMING = 5

/** Raises `<way>-delivery` if five messages in a row were lost through no fault of the phone. */
export function twilioDeliveries(
  alarm: (name: string, raised: boolean) => void,
  refused?: DependencyWatch['refused'],
): DeliveryJudge {
  const row = (via: Via) => inARow(ALARMING, (_, on) => alarm(`${via}-delivery`, on))
  const rows: Record<Via, ReturnType<typeof row>> = { sms: row('sms'), voice: row('voice'), whatsapp: row('whatsapp') }

  return ({ via, fate, code }) => {
    if (fate === 'delivered') rows[via].succeeded()
    if (fate !== 'undelivered') return fate
    const [fault] = TWILIO_CODES[Number(code)] ?? []
    if (fault) refused?.('twilio', fault, Number(code))
    if (!fault || OF_THE_NUMBER.includes(fault)) return 'undelivered'
    rows[via].failed('failed')
    return 'failed'
  }
}
