import type { DeliveryJudge } from '../../../ports/index.ts'
import { createFailureStreak } from '../../faults/failure-streak.ts'

const ALARMING = 5

/** Raises `sms-delivery` if five SMS in a row were lost through no fault of the phone, which the file says of each status. */
export function createGatewayJudge(alarm: (name: string, raised: boolean) => void): DeliveryJudge {
  const lost = createFailureStreak(ALARMING, (_, on) => alarm('sms-delivery', on))
  return ({ fate }) => {
    if (fate === 'delivered') lost.succeeded()
    if (fate === 'failed') lost.failed(fate)
    return fate
  }
}
