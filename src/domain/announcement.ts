import type { Activation, Channel, Courier, Mode } from '../ports.ts'

export interface Announcement extends Activation {
  email: string
  phone: string
  mode: Mode
}

export type Announce = (announcement: Announcement) => void

/**
 * Tells the proven contacts, and those the insurer held before, that an account was activated (ID-13). Returns at once;
 * a notice that cannot be sent is given to `onFailure` and changes nothing else.
 */
export function announcer(courier: Courier, onFailure: (channel: Channel, error: unknown) => void): Announce {
  return ({ email, phone, mode, activatedAt, previousContacts }) => {
    const tell = (channel: Channel, destination: string) =>
      courier.activated({ channel, destination, activatedAt, mode }).catch(error => onFailure(channel, error))
    for (const address of distinct(email, previousContacts.email)) tell('email', address)
    for (const number of distinct(phone, previousContacts.phone)) tell('sms', number)
  }
}

function distinct(...contacts: (string | undefined)[]): string[] {
  return [...new Set(contacts.filter(contact => contact !== undefined))]
}
