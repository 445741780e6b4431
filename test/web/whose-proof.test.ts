import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import fc from 'fast-check'
import { answersOf, contactsOf, PATHS, type PagePath } from '../support/journey.ts'
import type { Member } from '../support/member.ts'
import { type Service, startService } from '../support/service.ts'

const RUNS = 25
const WAIT_SECONDS = 1

let service: Service
before(async () => {
  service = await startService({
    limits: {
      code: { resendWaitsSeconds: Array(9).fill(WAIT_SECONDS) },
      send: { perDestination: [[100, 900]], perMember: [[100, 3600]] },
    },
    environment: { CAPTCHA: 'off' },
  })
})
after(() => service.stop())

/** One of two members uses the browser, goes to a page, and answers so many pages from there with their own facts. */
interface Turn {
  who: 0 | 1
  to: 'conditions' | 'identite' | 'email' | 'mobile' | 'here'
  /** Types the other's address and number. */
  borrows: boolean
  pages: number
}
const turn = fc.record<Turn>({
  who: fc.constantFrom(0, 1),
  to: fc.constantFrom('here', 'identite', 'identite', 'email', 'mobile', 'conditions'),
  borrows: fc.boolean(),
  pages: fc.integer({ min: 1, max: PATHS.length + 1 }),
})
const all = { to: 'identite', borrows: false, pages: PATHS.length + 1 } as const
/** The first is led back to the terms; from there so many pages bring them to the password, or to the code sent to their address. */
const TO_PASSWORD = PATHS.length
const TO_CODE = PATHS.indexOf('email-code') + 1
const KNOWN: [Turn[]][] = [
  [
    [
      { ...all, who: 0, pages: TO_PASSWORD },
      { ...all, who: 1 },
    ],
  ],
  [
    [
      { ...all, who: 0, pages: TO_CODE },
      { ...all, who: 1, borrows: true },
    ],
  ],
  [
    [
      { ...all, who: 0, pages: TO_PASSWORD },
      { ...all, who: 1, pages: 2 },
      { ...all, who: 0 },
    ],
  ],
]

test('no account ever holds what another member proved or accepted, whoever answers what in one browser (S-11, S-7)', async () => {
  let made = 0
  let afterAChange = 0
  const anyTurns = fc.array(turn, { minLength: 1, maxLength: 6 })
  const holds = fc.asyncProperty(anyTurns, async turns => {
    const { holders, account } = await play(turns)
    if (!account) return
    made++
    if (holders.size > 1) afterAChange++
  })
  await fc.assert(holds, { numRuns: RUNS, examples: KNOWN, interruptAfterTimeLimit: 120_000 })
  assert.ok(made >= 3 && afterAChange >= 2, `accounts: ${made}, of which after a change of member: ${afterAChange}`)
})

type File = ReturnType<Service['enrol']>

/** Plays the turns in a new session, and judges the account that comes of it, if any. */
async function play(turns: readonly Turn[]) {
  const files = [service.enrol(), service.enrol()] as const
  const browser = service.member()
  await browser.get('')
  let page = (await browser.post('')).path
  /** Who the session names; what was accepted and proved belongs to them, or to whoever is named first. */
  let holder: File | undefined
  const holders = new Set<File>()
  const accepted: { by: File | undefined; from: number; to: number }[] = []
  const typed: Record<string, string> = {}
  const sentFor = new Map<string, File | undefined>()
  const proved: { contact: string; code: string; by: File | undefined }[] = []

  for (const { who, to, borrows, pages } of turns) {
    const own = files[who]
    const contacts = contactsOf(files[borrows ? ((1 - who) as 0 | 1) : who])
    let at = to === 'here' ? page : to
    for (let n = 0; n < pages; n++) {
      const from = Date.now()
      const answers = await answersAt(at, own, contacts, typed)
      if (!answers) return { holders }
      const answered = await patiently(browser, at, answers)
      for (const { to, code } of messages()) if (!sentFor.has(`${to} ${code}`)) sentFor.set(`${to} ${code}`, holder)
      if (answered.status !== 303) break
      // Led back from a page that they may not be on: nothing was answered.
      const taken = answered.posted
      if (taken && at === 'identite') {
        for (const acceptance of accepted) acceptance.by ??= own
        holder = own
        holders.add(own)
      }
      if (taken && at === 'conditions') accepted.push({ by: holder, from, to: Date.now() })
      if (taken && 'code' in answers) proved.push({ contact: typed[at]!, code: answers['code']!, by: holder })
      if (taken && at === 'mot-de-passe') return { holders, account: judged() }
      at = answered.path
      page = at
    }
  }
  return { holders }

  function judged() {
    const account = service.farEnds.memberData.accounts.find(holder!.registrationNumber)
    assert.ok(account, 'the account is the one of the member who was named last')
    const at = Date.parse(account.terms.acceptedAt)
    assert.ok(
      accepted.some(({ by, from, to }) => by === holder && from <= at && at <= to),
      'the terms were accepted by this member',
    )
    for (const contact of [account.email, account.phone]) {
      const proof = proved.findLast(proof => proof.contact === contact)
      assert.equal(proof?.by, holder, `${contact} was proved by this member`)
      assert.equal(sentFor.get(`${contact} ${proof!.code}`), holder, `the code to ${contact} was sent for this member`)
    }
    return account
  }
}

/** Sends the form of a page; once more if a code had to wait. */
async function patiently(browser: Member, at: string, answers: Record<string, string>) {
  const opened = await browser.get(at)
  if (opened.status !== 200) return { ...opened, posted: false }
  const sent = await browser.post(at, answers)
  if (sent.status === 303 || !/^(email|mobile)$/.test(at)) return { ...sent, posted: true }
  await sleep(WAIT_SECONDS * 1000 + 50)
  return { ...(await browser.post(at, answers)), posted: true }
}

/** What someone types on a page, with these contacts; nothing on a page that is no step. */
async function answersAt(
  page: string,
  own: File,
  { email, phone }: ReturnType<typeof contactsOf>,
  typed: Record<string, string>,
): Promise<Record<string, string> | undefined> {
  switch (page) {
    case 'email':
      typed['email-code'] = email
      return { email, emailConfirmation: email }
    case 'mobile':
      typed['mobile-code'] = phone
      return { phone, phoneConfirmation: phone }
    case 'email-code':
    case 'mobile-code':
      return { code: messages().findLast(({ to }) => to === typed[page])?.code ?? '000000' }
    default:
      return answersOf(own, async () => '')[page as PagePath]?.()
  }
}

/** Every code that has arrived anywhere, in order for each address. */
function messages(): { to: string; code: string }[] {
  const { smtp, twilio } = service.farEnds
  const codeIn = (text: string) => /\b\d{6}\b/.exec(text)?.[0] ?? ''
  return [
    ...smtp.mails.all.map(({ to, text }) => ({ to: String(to), code: codeIn(text) })),
    ...twilio.texts.all.map(({ to, body }) => ({ to, code: codeIn(body) })),
  ]
}
