import type { CarrierFault } from './consequences.ts'

/** After any other status the message may have been sent. */
export const refuses = (status: number): boolean => status >= 300 && status < 500

/** Whose fault a status is that nothing else explains. */
export function faultOfStatus(status: number): CarrierFault {
  if (!refuses(status)) return 'theirs'
  if (status === 429) return 'busy'
  return [401, 403, 404].includes(status) ? 'account' : 'unknown'
}
