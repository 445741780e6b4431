import type { Answer, Browser } from './browser.ts'
import type { Person } from './people.ts'

type Fields = Record<string, string>

/** What a journey needs beside the pages. */
export interface Help {
  /** The code that was sent to an address or number. */
  codeSentTo(destination: string): Promise<string>
  /** The answer to the captcha of a page. */
  proof(page: Answer, browser: Browser): Promise<Fields>
}

/** The pages in their order, and what is typed on each. */
const PAGES: Record<string, (person: Person, help: Help) => Fields | Promise<Fields>> = {
  conditions: () => ({ accepted: 'yes' }),
  identite: ({ member: { file } }) => ({
    identifierType: 'registrationNumber',
    registrationNumber: file.registrationNumber!,
    nationalId: file.nationalId,
    ...birthDate(file.birthDate),
  }),
  paiement: ({ member: { file } }) => ({ employerId: file.employerId!, bankAccountLast8: file.bankAccountLast8! }),
  email: ({ email }) => ({ email, emailConfirmation: email }),
  'email-code': async ({ email }, help) => ({ code: await help.codeSentTo(email) }),
  mobile: ({ phone }) => ({ phone, phoneConfirmation: phone }),
  'mobile-code': async ({ phone }, help) => ({ code: await help.codeSentTo(phone) }),
  'mot-de-passe': ({ password }) => ({ password, passwordConfirmation: password }),
}

export const PATHS: readonly string[] = Object.keys(PAGES)
export const LAST = 'termine'

/** Walks from the start page to the end as one person. Throws where the wizard does not lead on. */
export async function walk(browser: Browser, person: Person, help: Help): Promise<void> {
  shown(await browser.get(''))
  leads(PATHS[0]!, await browser.post('', {}))
  for (const [index, path] of PATHS.entries()) {
    const page = shown(await browser.get(path))
    const proof = page.body.includes('name="altcha"') ? await help.proof(page, browser) : {}
    const fields = { ...tokenOf(page.body), ...proof, ...(await PAGES[path]!(person, help)) }
    leads(PATHS[index + 1] ?? LAST, await browser.post(path, fields))
  }
  shown(await browser.get(LAST))
}

function birthDate(date: string): Fields {
  const [birthYear, birthMonth, birthDay] = date.split('-') as [string, string, string]
  return { birthDay, birthMonth, birthYear }
}

function tokenOf(html: string): Fields {
  const [input = ''] = /<input[^>]*name="_token"[^>]*>/.exec(html) ?? []
  const [, token] = /value="([^"]*)"/.exec(input) ?? []
  return token ? { _token: token } : {}
}

function shown(page: Answer): Answer {
  if (page.status !== 200) throw new Error(`GET /${page.path} gave ${page.status}, not a page`)
  return page
}

function leads(path: string, { path: from, status, leadsTo }: Answer): void {
  if (status === 303 && leadsTo === path) return
  throw new Error(`POST /${from} gave ${status} ${leadsTo ?? ''}, not the way to /${path}`)
}
