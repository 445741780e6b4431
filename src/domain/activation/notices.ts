import { randomUUID } from 'node:crypto'
import type { Activation, ActivationWork, Channel, NoticeWork } from '../../ports/index.ts'

/** One notice for each proven contact and each contact that the insurer held before, without duplicates (ID-13). */
export function activatedNotices(
  { account, mode }: Pick<ActivationWork, 'account' | 'mode'>,
  { activatedAt, previousContacts }: Activation,
): NoticeWork[] {
  const to = (kind: Channel, ...destinations: (string | undefined)[]) =>
    distinct(destinations).map(
      (destination): NoticeWork => ({ kind, id: randomUUID(), destination, activatedAt, mode }),
    )
  return [...to('email', account.email, previousContacts.email), ...to('sms', account.phone, previousContacts.phone)]
}

export function unfinishedNotice({ account, mode }: Pick<ActivationWork, 'account' | 'mode'>): NoticeWork {
  return { kind: 'email', id: randomUUID(), destination: account.email, mode }
}

function distinct(contacts: readonly (string | undefined)[]): string[] {
  return [...new Set(contacts.filter(contact => contact !== undefined))]
}
