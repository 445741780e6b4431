const SENDS = 50
const LEAST_SHARE = 0.4

/**
 * Raises the alarm if fewer than 40 % of the last 50 SMS led to a right code, a sign of SMS pumping (OTP-14). Counts this
 * process only: behind a balancer each instance sees a fair share.
 */
export function deliveryRate(alarm: (name: 'sms-unverified', on: boolean) => void) {
  let recent: ('sent' | 'verified')[] = []
  return (fate: string): void => {
    if (fate !== 'sent' && fate !== 'verified') return
    recent.push(fate)
    const sends = recent.flatMap((each, index) => (each === 'sent' ? [index] : []))
    if (sends.length < SENDS) return
    recent = recent.slice(sends.at(-SENDS))
    alarm('sms-unverified', (recent.length - SENDS) / SENDS < LEAST_SHARE)
  }
}
