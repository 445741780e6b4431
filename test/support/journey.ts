import assert from 'node:assert/strict'
import { activation } from '../../src/journey.ts'
import type { enrol } from './enrol.ts'
import type { Member, Page } from './member.ts'
import type { surroundings } from './surroundings.ts'

/** Far ends are all that a journey needs of the service around it. */
type Service = Pick<Awaited<ReturnType<typeof surroundings>>, 'farEnds'>

type File = ReturnType<typeof enrol>
type Identifier = 'registrationNumber' | 'employerId'

export const PASSWORD = 'Cheval bleu 7 pommes'

/** Asserts that a page answered 303, and its target. */
export function leadsTo(path: string, page: Page): void {
  const { status, path: at, html } = page
  assert.ok(status === 303 && at === path, `${status} /${at} instead of the way to /${path}: ${html.slice(0, 400)}`)
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

type Answer = () => Promise<Record<string, string>>
export type PagePath = keyof ReturnType<typeof answersOf>

/** The pages of the journey in their order, and the one that ends it. */
export const PATHS = activation.steps.map(({ path }) => path as PagePath)
export const LAST = 'termine'

/** Where the right answer to a page leads whoever has not answered the next. */
export const pageAfter = (path: PagePath): PagePath | typeof LAST => PATHS[PATHS.indexOf(path) + 1] ?? LAST

/** Asserts that a page was answered right, and leads to the next. */
export const leadsOn = (from: PagePath, page: Page): void => leadsTo(pageAfter(from), page)

/** Brings a member from the start page to `until`, answering every page before it. */
export function walkTo(service: Service, member: Member, file: File, until: PagePath | typeof LAST): Promise<void> {
  const answers = answersOf(file, destination => codeSentTo(service, destination))
  return walk(member, answers, until)
}

/** The same, by the answers of `answersOf`; to the end unless another page is given. */
export async function walk(member: Member, answers: Record<PagePath, Answer>, until?: PagePath | typeof LAST) {
  await member.get('')
  leadsTo(PATHS[0]!, await member.post(''))
  for (const path of PATHS) {
    if (path === until) return
    leadsOn(path, await member.answer(path, await answers[path]()))
  }
}

/** A new member on `page`, with what the insurer has on file and the contacts they use; at `member`, or a browser of their own. */
export async function memberOn<M extends Member>(
  service: Service & { enrol(payment?: 'bank' | 'postal'): File; member(): Member },
  page: PagePath | typeof LAST,
  payment?: 'bank' | 'postal',
  member = service.member() as M,
) {
  const file = service.enrol(payment)
  await walkTo(service, member, file, page)
  return { file, member, ...contactsOf(file) }
}

/** Brings a member from where they are to `until`, answering the pages between, if any. */
export async function walkOn(service: Service, member: Member, file: File, until: PagePath): Promise<void> {
  const answers = answersOf(file, destination => codeSentTo(service, destination))
  for (let page = await member.get(until); page.status === 303; page = await member.get(until)) {
    const here = page.path as PagePath
    leadsOn(here, await member.answer(here, await answers[here]()))
  }
}

/** What a member types on each page; `sentTo` gives the code that was sent to an address or number. */
export function answersOf(file: File, sentTo: (destination: string) => Promise<string>) {
  const { email, phone } = contactsOf(file)
  return {
    conditions: async () => ({ accepted: 'yes' }),
    identite: async () => identityOf(file),
    paiement: async () => paymentOf(file),
    email: async () => ({ email, emailConfirmation: email }),
    'email-code': async () => ({ code: await sentTo(email) }),
    mobile: async () => ({ phone, phoneConfirmation: phone }),
    'mobile-code': async () => ({ code: await sentTo(phone) }),
    'mot-de-passe': async () => ({ password: PASSWORD, passwordConfirmation: PASSWORD }),
  } satisfies Record<string, Answer>
}

/** Contacts that no other member of this run has. */
export function contactsOf(file: File): { email: string; phone: string } {
  const n = file.registrationNumber.slice(-6)
  return { email: `member-${n}@example.ma`, phone: `+212612${n}` }
}
