const SENDS = 50
const LEAST_SHARE = 0.4

/** Alarms if fewer than 40 % of this process's last 50 SMS led to a right code: a sign of SMS pumping (OTP-14). */
export function createDeliveryRate(alarm: (name: 'sms-unverified', on: boolean) => void) {
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
