import type { Channel, Fate, Via } from '../../ports/index.ts'

export interface CodeObserver {
  /** `sent` includes "may have left". `via` is set for phones only. */
  onSend(message: { channel: Channel; via: Via | undefined; outcome: 'sent' | 'unsent' }): void
  onCheck(channel: Channel, outcome: 'verified' | 'failed'): void
  onReport(via: Via, fate: Fate): void
}
