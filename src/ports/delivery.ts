/** How a code travels to a phone. */
export type Via = 'sms' | 'voice' | 'whatsapp'

/**
 * What became of a message, by its provider's word; `unanswered`: a call that nobody took; `failed`: lost through no fault of
 * the phone that it went to.
 */
export type Fate = 'delivered' | 'undelivered' | 'failed' | 'unanswered'

/** Judges a report by the code that its provider gives as the reason, and keeps count for the operators. */
export type DeliveryJudge = (report: { via: Via; fate: Fate; code?: string | undefined }) => Fate

/** One message to a phone. `id` tells it from every other of its slot. */
export interface Dispatch {
  id: string
  via: Via
}
