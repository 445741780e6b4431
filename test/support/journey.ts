import assert from 'node:assert/strict'
import type { enrol } from './enrol.ts'
import type { Member, Page } from './member.ts'
import type { surroundings } from './surroundings.ts'

/** Far ends are all that a journey needs of the service around it. */
type Service = Pick<Awaited<ReturnType<typeof surroundings>>, 'farEnds'>

type File = ReturnType<typeof enrol>
type Identifier = 'registrationNumber' | 'employerId'

export const PASSWORD = 'Cheval bleu 7 pommes'

/** That a page answered 303, and where it leads. */
export function leadsTo(path: string, page: Page): void {
  assert.deepEqual([page.status, page.path], [303, path], page.html.slice(0, 400))
}

/** What a member types on the identity page. */
export function identityOf(file: File, by: Identifier = 'registrationNumber') {
  const [birthYear, birthMonth, birthDay] = file.birthDate.split('-') as [string, string, string]
  return { identifierType: by, [by]: file[by], nationalId: file.nationalId, birthDay, birthMonth, birthYear }
}

/** What a member answers on the payment page: the other identifier, and how they are paid. */
export function paymentOf(file: File, identifiedBy: Identifier = 'registrationNumber'): Record<string, string> {
  const other = identifiedBy === 'employerId' ? 'registrationNumber' : 'employerId'
  return {
    [other]: file[other],
    ...('bankAccountLast8' in file && { bankAccountLast8: file.bankAccountLast8 }),
    ...('civilStatusNumber' in file && { civilStatusNumber: file.civilStatusNumber }),
  }
}

/** The six digits of the next message to an address or number. */
export async function codeSentTo(service: Service, destination: string): Promise<string> {
  const { smtp, twilio } = service.farEnds
  const text = destination.includes('@') ? (await smtp.next(destination)).text : (await twilio.next(destination)).body
  return /\b\d{6}\b/.exec(text)![0]
}

const PAGES = [
  'conditions',
  'identite',
  'paiement',
  'email',
  'email-code',
  'mobile',
  'mobile-code',
  'mot-de-passe',
] as const
type PagePath = (typeof PAGES)[number]

/** Brings a member from the start page to `until`, answering every page before it. */
export async function walkTo(service: Service, member: Member, file: File, until: PagePath | 'termine'): Promise<void> {
  const { email, phone } = contactsOf(file)
  const answers: Record<PagePath, () => Promise<Record<string, string>>> = {
    conditions: async () => ({ accepted: 'yes' }),
    identite: async () => identityOf(file),
    paiement: async () => paymentOf(file),
    email: async () => ({ email, emailConfirmation: email }),
    'email-code': async () => ({ code: await codeSentTo(service, email) }),
    mobile: async () => ({ phone, phoneConfirmation: phone }),
    'mobile-code': async () => ({ code: await codeSentTo(service, phone) }),
    'mot-de-passe': async () => ({ password: PASSWORD, passwordConfirmation: PASSWORD }),
  }
  await member.get('')
  leadsTo('conditions', await member.post(''))
  for (const [index, page] of PAGES.entries()) {
    if (page === until) return
    leadsTo(PAGES[index + 1] ?? 'termine', await member.answer(page, await answers[page]()))
  }
}

/** Contacts that no other member of this run has. */
export function contactsOf(file: File): { email: string; phone: string } {
  const n = file.registrationNumber.slice(-6)
  return { email: `member-${n}@example.ma`, phone: `+212612${n}` }
}
