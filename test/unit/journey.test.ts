import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { Answers } from '../../src/wizard/answers.ts'
import { step } from '../../src/wizard/index.ts'
import { journey } from '../../src/wizard/journey.ts'
import type { Step } from '../../src/wizard/step.ts'

const page = (slug: string, ...dependsOn: Step[]) => step({ slug, path: `/${slug}`, percent: 0, fields: {}, dependsOn })
const [one, address] = [page('one'), page('address')]
const proof = page('proof', address)
const [receipt, last] = [page('receipt', proof), page('last')]
const route = journey(one, address, proof, receipt, last)
const answered = (...steps: Step[]) => new Answers(Object.fromEntries(steps.map(({ slug }) => [slug, { of: slug }])))

describe('the page a member is on', () => {
  test('is the first page without an answer', () => {
    assert.equal(route.frontier(answered()), one)
    assert.equal(route.frontier(answered(one, address)), proof)
    assert.equal(route.frontier(answered(one, proof, last)), address)
  })

  test('is nowhere once every page is answered', () => {
    assert.equal(route.frontier(answered(one, address, proof, receipt, last)), undefined)
  })

  test('is never changed by an answer that was falsy', () => {
    assert.equal(route.frontier(new Answers({ one: false, address: null })), proof)
  })
})

describe('a page', () => {
  test('may be opened up to where the member is, and no further', () => {
    const allowed = route.steps.filter(step => route.mayVisit(step, answered(one, address)))
    assert.deepEqual(allowed, [one, address, proof])
  })

  test('behind one that lost its answer has to wait, although it is answered', () => {
    const allowed = route.steps.filter(step => route.mayVisit(step, answered(one, proof, receipt, last)))
    assert.deepEqual(allowed, [one, address])
  })

  test('cannot be opened once all are answered', () => {
    const all = answered(one, address, proof, receipt, last)
    assert.ok(route.steps.every(step => !route.mayVisit(step, all)))
  })

  test('is found by its path, and has a number and one before it', () => {
    assert.equal(route.find('/proof'), proof)
    assert.equal(route.find('/nothing'), undefined)
    assert.deepEqual([route.number(one), route.number(last)], [1, 5])
    assert.deepEqual([route.before(one), route.before(proof)], [undefined, address])
  })
})

describe('another answer to a page', () => {
  test('voids exactly what depended on it, and what depended on that', () => {
    const answers = answered(one, address, proof, receipt, last)
    route.record(address, { of: 'elsewhere' }, answers)
    assert.deepEqual(kept(answers), [one, address, last])
    assert.deepEqual(answers.of(address), { of: 'elsewhere' })
  })

  test('voids nothing if nothing depends on it', () => {
    const answers = answered(one, address, proof, receipt, last)
    route.record(last, { of: 'elsewhere' }, answers)
    assert.deepEqual(kept(answers), [...route.steps])
  })
})

describe('an answer that names somebody', () => {
  const who = step<Record<string, never>, { is: string; by: string }>({
    slug: 'who',
    path: '/who',
    percent: 0,
    fields: {},
    subjectOf: ({ is }) => is,
  })
  const check = page('check', who)
  const named = journey(one, who, check, address, proof)
  const all = () =>
    new Answers({ one: true, who: { is: 'A', by: 'card' }, check: true, address: { of: 'A' }, proof: true })

  test('who is another voids every other answer, those before it too (S-11)', () => {
    const answers = all()
    named.record(who, { is: 'B', by: 'card' }, answers)
    assert.deepEqual(
      named.steps.filter(step => answers.has(step)),
      [who],
    )
    assert.equal(named.frontier(answers), one)
  })

  test('who is the same by another number voids only what depended on it (S-11)', () => {
    const answers = all()
    named.record(who, { is: 'A', by: 'payslip' }, answers)
    assert.deepEqual(
      named.steps.filter(step => answers.has(step)),
      [one, who, address, proof],
    )
  })

  test('for the first time voids nothing that was accepted before', () => {
    const answers = answered(one)
    named.record(who, { is: 'A', by: 'card' }, answers)
    assert.ok(answers.has(one))
  })
})

describe('the same answer to a page', () => {
  test('voids nothing', () => {
    const answers = answered(one, address, proof, receipt, last)
    route.record(address, { of: 'address' }, answers)
    assert.deepEqual(kept(answers), [...route.steps])
  })

  test('is the same whatever the order of its parts', () => {
    const answers = new Answers({ address: { a: 1, b: [2] }, proof: true })
    route.record(address, { b: [2], a: 1 }, answers)
    assert.ok(answers.has(proof))
  })
})

describe('an earlier answer', () => {
  test('is valid while all that follows from it is done', () => {
    assert.deepEqual(route.previousAnswer(address, answered(address, proof)), { of: 'address' })
    assert.deepEqual(route.previousAnswer(one, answered(one)), { of: 'one' })
  })

  test('is not valid if its proof is missing, nor if it was never given', () => {
    assert.equal(route.previousAnswer(address, answered(one, address)), undefined)
    assert.equal(route.previousAnswer(address, answered(one, proof)), undefined)
  })
})

describe('answers', () => {
  test('of a page that has none are a mistake in the order of pages', () => {
    assert.throws(() => answered(one).of(address), /'address' is not answered yet/)
  })

  test('are never found if nobody gave them', () => {
    assert.ok(!new Answers({}).has({ slug: 'constructor' }))
  })
})

function kept(answers: Answers) {
  return route.steps.filter(step => answers.has(step))
}
