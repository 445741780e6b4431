import assert from 'node:assert/strict'
import { randomUUID } from 'node:crypto'
import { after, before, describe, test } from 'node:test'
import { identityOf, paymentOf, walkTo } from '../support/journey.ts'
import type { Member, Page } from '../support/member.ts'
import { type Service, startService } from '../support/service.ts'

/** Sessions for each cause, and how often each of them is refused: 200 answers for each cause (ID-2). */
const SESSIONS = 50
const ROUNDS = 4
const AT_ONCE = 25
const MOST_APART_MS = 30
/** On a busy machine other work may slow one cause alone, once; what the service itself does differently is in every series. */
const SERIES = 4
const MANY = [[100_000, 60]]

let service: Service
before(async () => {
  service = await startService({
    environment: { CAPTCHA: 'off' },
    limits: {
      session: { perIp: MANY },
      // Undefined: as delivered, which other tests switch off.
      identity: { floorMs: undefined, perIp: MANY, waitsSeconds: [0], alarm: { attack: 100_000 } },
    },
    memberData: { delayMs: req => delayOf(req.get('x-request-id')) },
  })
})
after(() => service.stop())

type File = ReturnType<Service['enrol']>
interface Cause {
  name: string
  /** How long the insurer takes for it. */
  delayMs: number
  fields(file: File): Record<string, string>
}

const identity: Cause[] = [
  {
    name: 'a number that nobody has',
    delayMs: 50,
    fields: file => ({ ...identityOf(file), registrationNumber: '123123123' }),
  },
  { name: 'the card of someone else', delayMs: 400, fields: file => ({ ...identityOf(file), nationalId: 'ZZ999999' }) },
  { name: 'another date of birth', delayMs: 200, fields: file => ({ ...identityOf(file), birthYear: '1962' }) },
]
const payment: Cause[] = [
  { name: 'other digits', delayMs: 50, fields: file => ({ ...paymentOf(file), bankAccountLast8: '00000000' }) },
  { name: 'another employer number', delayMs: 400, fields: file => ({ ...paymentOf(file), employerId: 'NOBODY01' }) },
]

for (const [path, causes] of [
  ['identite', identity],
  ['paiement', payment],
] as const)
  describe(`whoever guesses at ${path}`, () => {
    let guessers: Guesser[]
    let first: Answer[]
    before(async () => {
      guessers = await fresh(path, causes)
      first = await refusedOnce(path, guessers)
    })

    test('gets the same answer to the byte, headers and cookies included, whatever was wrong (ID-1)', () => {
      assert.equal(first.length, causes.length * SESSIONS)
      assert.equal(new Set(first.map(({ page, guesser }) => bare(page, guesser.typed))).size, 1)
    })

    test('gets it at the same speed, within 30 ms, though the insurer takes 50 or 400 ms (ID-2)', async t => {
      let apart = Number.POSITIVE_INFINITY
      for (let series = 1; series <= SERIES && apart >= MOST_APART_MS; series++) {
        const answers = series === 1 ? [...first] : []
        const asked = series === 1 ? guessers : await fresh(path, causes)
        while (answers.length < ROUNDS * asked.length) answers.push(...(await refusedOnce(path, asked)))
        const medians = causes.map(({ name }) => {
          const took = answers.filter(({ guesser }) => guesser.cause.name === name).map(answer => answer.took)
          assert.equal(took.length, SESSIONS * ROUNDS)
          return median(took)
        })
        t.diagnostic(`medians: ${medians.map(Math.round)} ms`)
        apart = Math.max(...medians) - Math.min(...medians)
        assert.ok(Math.min(...answers.map(({ took }) => took)) >= service.config.limits.identity.floorMs)
      }
      assert.ok(apart < MOST_APART_MS, `${Math.round(apart)} ms`)
    })
  })

interface Guesser {
  member: Member
  cause: Cause
  typed: Record<string, string>
}

interface Answer {
  guesser: Guesser
  page: Page
  took: number
}

/** Fresh sessions on the page, the causes taking turns. */
function fresh(path: 'identite' | 'paiement', causes: readonly Cause[]): Promise<Guesser[]> {
  const all = Array.from({ length: SESSIONS }, () => causes).flat()
  return inBatches(all, async cause => {
    const [member, file] = [service.member(), service.enrol()]
    await walkTo(service, member, file, path)
    await member.get(path)
    return { member, cause, typed: cause.fields(file) }
  })
}

/** Each batch holds every cause, so that other load of this machine falls on all alike. */
function refusedOnce(path: string, guessers: readonly Guesser[]): Promise<Answer[]> {
  return inBatches(guessers, async guesser => {
    const from = performance.now()
    const page = await guesser.member.post(path, guesser.typed, { 'x-request-id': delayId(guesser.cause.delayMs) })
    const took = performance.now() - from
    assert.equal(page.status, 422)
    return { guesser, page, took }
  })
}

async function inBatches<Item, Result>(
  items: readonly Item[],
  act: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results: Result[] = []
  for (let from = 0; from < items.length; from += AT_ONCE)
    results.push(...(await Promise.all(items.slice(from, from + AT_ONCE).map(act))))
  return results
}

/** The service hands the request's id on to the insurer: it sets how long the stand-in takes. */
const delayId = (ms: number) => `delay-${ms}-${randomUUID()}`
const delayOf = (id = '') => Number(/^delay-(\d+)-/.exec(id)?.[1] ?? 0)

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1]!
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
    .replace(/\d\d?(?::|\u00a0h\u00a0)\d\d/g, '')
    .replace(/data-[\w-]+="\d+"/g, '')
  return JSON.stringify([status, kept, page]).replaceAll(nonce, '')
}
