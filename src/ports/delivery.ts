export type Via = 'sms' | 'voice' | 'whatsapp'

/** As the provider reports it. `unanswered`: nobody took the call. `failed`: the phone is not the reason. */
export type Fate = 'delivered' | 'undelivered' | 'failed' | 'unanswered'

export type DeliveryJudge = (report: { via: Via; fate: Fate; code?: string | undefined }) => Fate

export interface Dispatch {
  id: string
  via: Via
}
