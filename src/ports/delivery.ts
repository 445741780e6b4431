export type Via = 'sms' | 'voice' | 'whatsapp'

/**
 * The final status of a message as its provider reports it; `unanswered`: a call that was not taken; `failed`: lost for a
 * reason other than the phone.
 */
export type Fate = 'delivered' | 'undelivered' | 'failed' | 'unanswered'

/** Classifies a report by the provider's error code and counts it for operators. */
export type DeliveryJudge = (report: { via: Via; fate: Fate; code?: string | undefined }) => Fate

export interface Dispatch {
  id: string
  via: Via
}
