import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { identityOf, paymentOf, walkTo } from '../support/journey.ts'
import type { Page } from '../support/member.ts'
import { type Service, startService } from '../support/service.ts'

const FLOOR_MS = 500
const EACH = 45
const AT_ONCE = 15
const MANY = [[100_000, 60]]

let service: Service
/** How long the insurer takes for the cause that is tried just now. */
let delayMs = 0
before(async () => {
  service = await startService({
    environment: { CAPTCHA: 'off' },
    limits: { session: { perIp: MANY }, identity: { floorMs: FLOOR_MS, perIp: MANY, waitsSeconds: [0] } },
    memberData: { delayMs: () => delayMs },
  })
})
after(() => service.stop())

type File = ReturnType<Service['enrol']>
interface Cause {
  name: string
  delay: number
  fields(file: File): Record<string, string>
}

const identity: Cause[] = [
  {
    name: 'a number that nobody has',
    delay: 10,
    fields: file => ({ ...identityOf(file), registrationNumber: '123123123' }),
  },
  { name: 'the card of someone else', delay: 300, fields: file => ({ ...identityOf(file), nationalId: 'ZZ999999' }) },
  { name: 'another date of birth', delay: 120, fields: file => ({ ...identityOf(file), birthYear: '1962' }) },
]
const payment: Cause[] = [
  { name: 'other digits', delay: 10, fields: file => ({ ...paymentOf(file), bankAccountLast8: '00000000' }) },
  { name: 'another employer number', delay: 300, fields: file => ({ ...paymentOf(file), employerId: 'NOBODY01' }) },
]

for (const [path, causes] of [
  ['identite', identity],
  ['paiement', payment],
] as const)
  describe(`whoever guesses at ${path}`, () => {
    const seen = new Map<string, { pages: Page[]; took: number[]; typed: Record<string, string>[] }>()
    before(async () => {
      for (const cause of causes) seen.set(cause.name, await tried(path, cause))
    })

    test('gets the same answer to the byte, headers and cookies included, whatever was wrong (ID-1)', () => {
      const answers = [...seen.values()].flatMap(({ pages, typed }) => pages.map((page, n) => bare(page, typed[n]!)))
      assert.equal(answers.length, causes.length * EACH)
      assert.equal(new Set(answers).size, 1)
    })

    test('gets it at the same speed, within 30 ms, though the insurer takes 10 or 300 ms (ID-2)', () => {
      const medians = [...seen.values()].map(({ took }) => took.toSorted((a, b) => a - b)[EACH >> 1]!)
      assert.ok(Math.min(...medians) >= FLOOR_MS)
      assert.ok(Math.max(...medians) - Math.min(...medians) < 30, medians.map(Math.round).join(', '))
    })
  })

/** Many fresh sessions that are all refused for one cause. */
async function tried(path: 'identite' | 'paiement', { fields, delay }: Cause) {
  const visitors = []
  delayMs = 0
  for (let n = 0; n < EACH; n++) {
    const [member, file] = [service.member(), service.enrol()]
    await walkTo(service, member, file, 'identite')
    visitors.push({ member, typed: fields(file), file })
  }
  if (path === 'paiement')
    await inTurns(visitors, async ({ member, file }) => void (await member.answer('identite', identityOf(file))))
  await inTurns(visitors, async ({ member }) => void (await member.get(path)))
  delayMs = delay
  const [pages, took]: [Page[], number[]] = [[], []]
  await inTurns(visitors, async ({ member, typed }, n) => {
    const from = performance.now()
    pages[n] = await member.post(path, typed)
    took[n] = performance.now() - from
  })
  delayMs = 0
  return { pages, took, typed: visitors.map(({ typed }) => typed) }
}

async function inTurns<Item>(items: readonly Item[], work: (item: Item, n: number) => Promise<void>): Promise<void> {
  for (let first = 0; first < items.length; first += AT_ONCE)
    await Promise.all(items.slice(first, first + AT_ONCE).map((item, n) => work(item, first + n)))
}

/** An answer without what differs from session to session anyway: nonce, token, reference, clock, and what was typed. */
function bare({ status, headers, html }: Page, typed: Record<string, string>): string {
  const kept = [...headers].filter(
    ([name]) => !['date', 'x-request-id', 'content-length', 'transfer-encoding'].includes(name),
  )
  const nonce = /'nonce-([^']+)'/.exec(headers.get('content-security-policy')!)![1]!
  const shown = Object.values(typed).reduce((text, value) => text.replaceAll(`value="${value}"`, 'value=""'), html)
  const page = shown
    .replace(/name="_token" value="[^"]+"/g, '')
    .replace(/R-\d{3} \d{4}/g, '')
    .replace(/\d\d:\d\d/g, '')
    .replace(/data-[\w-]+="\d+"/g, '')
  return JSON.stringify([status, kept, page]).replaceAll(nonce, '')
}
