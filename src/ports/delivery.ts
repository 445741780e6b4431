/** How a code travels to a phone. */
export type Via = 'sms' | 'voice' | 'whatsapp'

/** What became of a message, by its provider's word; `unanswered`: a call that nobody took. */
export type Fate = 'delivered' | 'undelivered' | 'unanswered'

/** One message to a phone. `id` tells it from every other of its slot. */
export interface Dispatch {
  id: string
  via: Via
}
