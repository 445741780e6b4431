import type { Bucket, Channel } from '../../ports/index.ts'

const MONTH = 30 * 86_400

export type SharedContacts = (contact: { channel: Channel; member: string; destination: string }) => Bucket

/**
 * Limits how many members one address or number serves in 30 days (OTP-18). Counts only after the code sent there was typed,
 * so nobody can use up a contact that they cannot read.
 */
export function sharedContacts(most: number): SharedContacts {
  return ({ channel, member, destination }) => ({
    key: `send:serves:${channel}:${destination.toLowerCase()}`,
    windows: [[most, MONTH]],
    item: member,
  })
}
