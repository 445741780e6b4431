import type { CodeObserver } from '../domain/codes/code-observer.ts'
import { createDeliveryRate } from '../domain/codes/delivery-rate.ts'
import type { Channel } from '../ports/index.ts'
import type { Metrics } from './metrics.ts'

/** Counts codes for operators, and raises `sms-unverified` if too few SMS lead to a right code (OTP-14). */
export function codeMetrics(
  metrics: Pick<Metrics, 'code' | 'delivery'>,
  alarm: Parameters<typeof createDeliveryRate>[0],
): CodeObserver {
  const rate = createDeliveryRate(alarm)
  return {
    onSend({ channel, via, outcome }) {
      count(channel, outcome)
      if (via) metrics.delivery(via, outcome)
    },
    onCheck: count,
    onReport: metrics.delivery,
  }

  function count(channel: Channel, outcome: 'sent' | 'unsent' | 'verified' | 'failed'): void {
    metrics.code(channel, outcome)
    if (channel === 'sms') rate(outcome)
  }
}
