import type { enrol } from './enrol.ts'
import type { Moment } from './held-instance.ts'
import { identityOf, PASSWORD, pageAfter, paymentOf, type walkTo } from './journey.ts'
import type { Member, Page } from './member.ts'

type File = ReturnType<typeof enrol>

/** A form or a page, as somebody who has the page of the state open asks for it. */
export interface Asked {
  name: string
  ask(member: Member, file: File, code: string): Promise<Page>
  /** When it can be held: what only shows saves nothing, and who has no session yet has none to read. */
  moments: readonly Moment[]
}

/** A form that renews or ends the session, and what else may be under way at that time. */
export interface Renewal {
  name: string
  /** Where the form is. */
  page: Parameters<typeof walkTo>[3]
  isActive?: true
  renewal: Asked
  others: readonly Asked[]
  /** Where the member is after it; nowhere after leaving. */
  leads: string
}

const look = (path: string): Asked => ({
  name: `a look at /${path}`,
  ask: member => member.get(path),
  moments: ['read'],
})
const form = (path: string, ask: Asked['ask']): Asked => ({
  name: `the form of /${path}`,
  ask,
  moments: ['read', 'written'],
})
const switched = (path: string): Asked => ({
  name: `the language switch of /${path}`,
  ask: member => member.post(path, { lang: 'ar' }),
  moments: ['read'],
})
const resend = (path: string): Asked => ({
  name: `another code on /${path}`,
  ask: member => member.post(`${path}/renvoyer`),
  moments: ['read'],
})
const withoutSession = (asked: Asked): Asked => ({
  ...asked,
  moments: asked.moments.filter(moment => moment === 'written'),
})

export const ANOTHER = 'autre@example.ma'
/** After which nobody has a session. */
export const QUIT = form('quitter', member => member.post('quitter'))
/** Voids the proof of payment, if it is later. */
export const IDENTITY = form('identite', (member, file) => member.post('identite', identityOf(file)))
const TERMS = withoutSession(form('conditions', member => member.post('conditions', { accepted: 'yes' })))
const PAYMENT = form('paiement', (member, file) => member.post('paiement', paymentOf(file)))
const EMAIL = form('email', member => member.post('email', { email: ANOTHER, emailConfirmation: ANOTHER }))
const CODE = form('email-code', (member, _file, code) => member.post('email-code', { code }))
const PASSWORDS = { password: PASSWORD, passwordConfirmation: PASSWORD }
const ACTIVATION = form('mot-de-passe', member => member.post('mot-de-passe', PASSWORDS))

const atPayment = [look('paiement'), IDENTITY, resend('email-code'), switched('paiement'), PAYMENT, QUIT]

/** Every change of id, and every end. */
export const RENEWALS: readonly Renewal[] = [
  {
    name: 'the terms are accepted, which opens the session',
    page: 'conditions',
    renewal: TERMS,
    others: [...[look, switched].map(ask => withoutSession(ask('conditions'))), TERMS],
    leads: 'identite',
  },
  {
    name: 'the payment is proved',
    page: 'paiement',
    renewal: PAYMENT,
    others: atPayment,
    leads: pageAfter('paiement'),
  },
  {
    name: 'the account turns out to be active',
    page: 'paiement',
    isActive: true,
    renewal: PAYMENT,
    others: atPayment,
    leads: 'compte-actif',
  },
  {
    name: 'the account is activated',
    page: 'mot-de-passe',
    renewal: ACTIVATION,
    others: [look('email'), EMAIL, resend('mobile-code'), switched('mot-de-passe'), ACTIVATION, QUIT],
    leads: 'termine',
  },
  {
    name: 'the member leaves',
    page: 'email-code',
    renewal: QUIT,
    others: [look('email'), CODE, resend('email-code'), switched('email-code'), QUIT],
    leads: '',
  },
]
