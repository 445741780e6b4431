import type { Bucket, Channel } from '../../ports/index.ts'

const MONTH = 30 * 86_400

export type SharedContacts = (contact: { channel: Channel; member: string; destination: string }) => Bucket

/** Limits the members of a contact in 30 days (OTP-18). Only a typed code counts, so that no stranger uses it up. */
export function createSharedContacts(most: number): SharedContacts {
  return ({ channel, member, destination }) => ({
    key: `send:serves:${channel}:${destination.toLowerCase()}`,
    windows: [[most, MONTH]],
    item: member,
  })
}
