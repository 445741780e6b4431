import { type Channel, type Courier, Unavailable, type Via } from '../ports/index.ts'

type Fate = 'sent' | 'unsent'

/**
 * The same courier; `count` hears of each code whether it may have left or certainly did not, `countDelivery` by which way it
 * went to a phone.
 */
export function countedCourier(
  courier: Courier,
  count: (channel: Channel, fate: Fate) => void,
  countDelivery: (via: Via, fate: Fate) => void,
): Courier {
  return {
    ...courier,

    async code(message) {
      let fate: Fate = 'unsent'
      try {
        await courier.code(message)
        fate = 'sent'
      } catch (error) {
        if (error instanceof Unavailable && error.outcome === 'unknown') fate = 'sent'
        throw error
      } finally {
        count(message.channel, fate)
        if (message.channel === 'sms') countDelivery(message.via ?? 'sms', fate)
      }
    },
  }
}
