import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { identityOf, paymentOf, walkTo } from '../support/journey.ts'
import type { Page } from '../support/member.ts'
import { type Service, startService } from '../support/service.ts'

const FLOOR_MS = 500
const EACH = 30
/** Other work on this machine can slow one cause down by chance; a difference that is there is there each time. */
const MEASUREMENTS = 3
const AT_ONCE = 6
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
    const answers: Tried[] = []
    before(async () => {
      for (const cause of causes) answers.push(...(await tried(path, cause)))
    })

    test('gets the same answer to the byte, headers and cookies included, whatever was wrong (ID-1)', () => {
      assert.equal(answers.length, causes.length * AT_ONCE)
      assert.equal(new Set(answers.map(({ page, typed }) => bare(page, typed))).size, 1)
    })

    test('gets it at the same speed, within 30 ms, though the insurer takes 10 or 300 ms (ID-2)', async () => {
      const spreads: number[] = []
      while (spreads.length < MEASUREMENTS && !spreads.some(spread => spread < 30)) {
        const speeds = await speedsOf(path, causes)
        assert.ok(Math.min(...speeds) >= FLOOR_MS)
        spreads.push(Math.max(...speeds) - Math.min(...speeds))
      }
      assert.ok(Math.min(...spreads) < 30, `${spreads.map(Math.round)} ms apart`)
    })
  })

/**
 * How fast the faster answers of each cause are: other work only ever slows some down, so these are what a patient guesser
 * would compare. The causes take turns, so that such work meets them alike.
 */
async function speedsOf(path: 'identite' | 'paiement', causes: readonly Cause[]): Promise<number[]> {
  const took = causes.map((): number[] => [])
  for (let turn = 0; turn < EACH / AT_ONCE; turn++)
    for (const [n, cause] of causes.entries()) took[n]!.push(...(await tried(path, cause)).map(each => each.took))
  return took.map(times => times.toSorted((a, b) => a - b)[EACH >> 3]!)
}

interface Tried {
  page: Page
  took: number
  typed: Record<string, string>
}

/** Some fresh sessions, all refused at the same time for one cause. */
function tried(path: 'identite' | 'paiement', { fields, delay }: Cause): Promise<Tried[]> {
  const ready = Array.from({ length: AT_ONCE }, async () => {
    const [member, file] = [service.member(), service.enrol()]
    await walkTo(service, member, file, path)
    await member.get(path)
    return { member, typed: fields(file) }
  })
  return Promise.all(ready).then(async visitors => {
    delayMs = delay
    const answers = visitors.map(async ({ member, typed }) => {
      const from = performance.now()
      const page = await member.post(path, typed)
      return { page, took: performance.now() - from, typed }
    })
    return Promise.all(answers).finally(() => {
      delayMs = 0
    })
  })
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
