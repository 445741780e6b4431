import type { Channel, Fate, Via } from '../../ports/index.ts'

/** Receives what happens to codes, for metrics and alarms. */
export interface CodeObserver {
  /** A message was given to its provider: it left or may have (`sent`), or certainly did not. `via` of those to phones. */
  onSend(message: { channel: Channel; via: Via | undefined; outcome: 'sent' | 'unsent' }): void
  /** One attempt at a code was judged. */
  onCheck(channel: Channel, outcome: 'verified' | 'failed'): void
  /** A provider reported, for the first time, what became of a message to a phone. */
  onReport(via: Via, fate: Fate): void
}
