export type CarrierFault =
  | 'number'
  | 'unreachable'
  | 'opted-out'
  | 'account'
  | 'sender'
  | 'limit'
  | 'request'
  | 'busy'
  | 'theirs'
  | 'unknown'

interface Consequence {
  /** Failures in a row that raise an alarm; `recipients`: different numbers with one code. */
  alarm: number | { recipients: number }
  /** What pauses after three different numbers in a row: the account (all ways) or this way. */
  pauses?: 'account' | 'way'
}

export const CONSEQUENCES: Readonly<Record<CarrierFault, Consequence>> = {
  number: { alarm: { recipients: 10 } },
  unreachable: { alarm: { recipients: 10 } },
  'opted-out': { alarm: { recipients: 10 } },
  account: { alarm: 1, pauses: 'account' },
  sender: { alarm: 3, pauses: 'way' },
  limit: { alarm: 3, pauses: 'way' },
  request: { alarm: 3 },
  busy: { alarm: 3 },
  unknown: { alarm: 3 },
  theirs: { alarm: 5 },
}
