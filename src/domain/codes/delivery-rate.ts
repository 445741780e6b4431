const SENDS = 50
const LEAST_SHARE = 0.4

/**
 * Watches how many of the last 50 SMS led to a right code; far fewer than usual means that someone has us pay for messages
 * nobody reads (OTP-14); other fates of a code are passed over. Of this process alone: instances behind a balancer each see a fair share of both.
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
