import assert from 'node:assert/strict'
import { after, describe, test } from 'node:test'
import { codeSentTo, contactsOf, identityOf, leadsTo, memberOn, type PagePath } from '../support/journey.ts'
import { startService } from '../support/service.ts'
import { Visitor } from '../support/visitor.ts'

const service = await startService({
  // As delivered, but for puzzles that are quickly solved and an attack that few guesses are.
  limits: { identity: { floorMs: 0, alarm: { raised: 2, attack: 4, networks: 1 } } },
  environment: { TRUST_PROXY: '1' },
})
after(() => service.stop())

const AT_ONCE = 20
const SESSIONS = 400
const EACH = 5
/** The n-th of a hundred /64s of one /56. */
const network = (n: number) => `2001:db8:1:2${(n % 100).toString(16).padStart(2, '0')}`

async function on(page: PagePath, ip?: string) {
  const { member: visitor, file } = await memberOn(service, page, 'bank', new Visitor(service.origin, ip))
  return { file, visitor }
}

/** One session that posts malformed forms until it is over; how each was answered. */
async function malform(ip: string): Promise<number[]> {
  const { visitor } = await on('identite', ip)
  await visitor.get('identite')
  const statuses: number[] = []
  for (let form = 0; form < EACH; form++) statuses.push((await visitor.post('identite', { isAdmin: 'yes' })).status)
  return statuses
}

describe('two thousand malformed forms from a hundred networks', () => {
  test('end their own sessions, and leave puzzles, alarms and every other visitor as they were (W-14, ID-3, ID-7)', async () => {
    const cost = async (ip?: string) => {
      const { altcha } = await (await on('identite', ip)).visitor.proof('identite')
      return JSON.parse(Buffer.from(altcha, 'base64').toString()).challenge.parameters.cost
    }
    const before = await cost()
    let forms = 0
    for (let from = 0; from < SESSIONS; from += AT_ONCE) {
      const sessions = Array.from({ length: AT_ONCE }, (_, n) => malform(`${network(from + n)}::${from + n}`))
      for (const statuses of await Promise.all(sessions)) {
        assert.deepEqual(statuses, [400, 400, 400, 400, 303])
        forms += statuses.length
      }
    }
    assert.equal(forms, 2000)
    const { file, visitor } = await on('identite', `${network(0)}::1`)
    const wrong = await visitor.answer('identite', { ...identityOf(file), birthYear: '1962' })
    assert.equal(wrong.status, 422, 'someone of the same network, who is wrong once')
    leadsTo('paiement', await visitor.answer('identite', identityOf(file)))
    const metrics = await service.metrics()
    assert.doesNotMatch(metrics, /^wizard_alarm\{name="(guessing|attack)"\} 1$/m)
    assert.equal(await cost(), before)
  })
})

describe('malformed forms of one session', () => {
  test('cost no try at the code that the page asks for (W-14)', async () => {
    const { file, visitor } = await on('email-code')
    for (let form = 0; form < EACH - 1; form++)
      assert.equal((await visitor.post('email-code', { isAdmin: 'yes' })).status, 400)
    leadsTo('mobile', await visitor.answer('email-code', { code: await codeSentTo(service, contactsOf(file).email) }))
  })
})
