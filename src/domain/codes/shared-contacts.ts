import type { Bucket, Channel } from '../../ports/index.ts'

const MONTH = 30 * 86_400

export type SharedContacts = (contact: { channel: Channel; member: string; destination: string }) => Bucket

/**
 * How many members one address or number serves in 30 days (OTP-18): full where it serves as many as it may, and this is not
 * one of them. Only who has typed the code that was sent there counts: nobody can use up a contact that they do not read.
 */
export function sharedContacts(most: number): SharedContacts {
  return ({ channel, member, destination }) => ({
    key: `send:serves:${channel}:${destination.toLowerCase()}`,
    windows: [[most, MONTH]],
    item: member,
  })
}
