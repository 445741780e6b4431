import type { Channel, Fate, Via } from '../../ports/index.ts'

/** Receives what happens to codes, for metrics and alarms. */
export interface CodeObserver {
  /** A message was given to its provider: `sent` includes "may have left". `via` is set for phones only. */
  onSend(message: { channel: Channel; via: Via | undefined; outcome: 'sent' | 'unsent' }): void
  onCheck(channel: Channel, outcome: 'verified' | 'failed'): void
  onReport(via: Via, fate: Fate): void
}
