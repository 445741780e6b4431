import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { memoryOutbox } from '../../src/adapters/memory/outbox.ts'
import { OutboxLimits } from '../../src/config/limits/index.ts'
import { createActivations } from '../../src/domain/activation/activations.ts'
import { createOutboxJobs } from '../../src/domain/activation/outbox-jobs.ts'
import { type Courier, type MemberRegistry, type Outbox, Unavailable, Undeliverable } from '../../src/ports/index.ts'

const A_DAY = 86_400
const activatedAt = '2026-11-22T10:00:00.000Z'
const made = { activatedAt, previousContacts: { email: 'old@exemple.ma' } }
const order = {
  flow: 'flow',
  member: 'handle',
  account: {
    email: 'new@exemple.ma',
    phone: '+212612345678',
    passwordHash: 'PHC',
    terms: { version: '1', acceptedAt: activatedAt },
    language: 'fr' as const,
  },
  idempotencyKey: 'key',
  mode: 'fr' as const,
}
const unknown = new Unavailable('member-api')
const undone = new Unavailable('member-api', { outcome: 'none' })

type Failing = Partial<Outbox> | ((memory: Outbox) => Partial<Outbox>)
type Answer = Awaited<ReturnType<MemberRegistry['activate']>> | Error

/** An instance with an outbox of its own, a clock, and an insurer who gives these answers, the last one from then on. */
function world(answers: Answer[], failing: Failing = {}, onSent: () => void = () => {}) {
  let time = 0
  const memory = memoryOutbox(OutboxLimits.parse({}), () => time)
  const outbox = { ...memory, ...(typeof failing === 'function' ? failing(memory) : failing) }
  const asked: string[] = []
  const sent: string[] = []
  const lost: string[] = []
  const settled: string[] = []
  const errors: unknown[] = []
  const registry = {
    async activate(_member: string, _account: object, key: string) {
      asked.push(key)
      const answer = answers.length > 1 ? answers.shift()! : answers[0]!
      if (answer instanceof Error) throw answer
      return answer
    },
  } as MemberRegistry
  const courier = {
    async activated({ destination }) {
      onSent()
      sent.push(destination)
    },
    async unfinished({ destination }) {
      sent.push(`unfinished ${destination}`)
    },
  } as Courier
  const perform = createOutboxJobs({
    outbox: memory,
    registry,
    courier,
    onFinished: (_flow, { kind }) => settled.push(kind),
    onAbandoned: kind => lost.push(kind),
  })
  return {
    activations: createActivations(registry, outbox),
    asked,
    sent,
    lost,
    settled,
    errors,
    depth: async () => (await memory.state()).depth,
    /** Lets so many seconds go by, and does whatever is due every five of them. */
    async pass(seconds: number) {
      for (const end = time + seconds * 1000; time < end; time += 5000)
        for (const job of await memory.claim(99)) await perform(job).catch(error => errors.push(error))
    },
  }
}

describe('an activation that is answered at once', () => {
  test('leaves its notices and nothing else', async () => {
    const { activations, sent, asked, depth, pass } = world([made])
    assert.deepEqual(await activations.activate(order), { activatedAt })
    assert.equal(await depth(), 3)
    await pass(A_DAY)
    assert.deepEqual(sent, ['new@exemple.ma', 'old@exemple.ma', '+212612345678'])
    assert.deepEqual([asked, await depth()], [['key'], 0])
  })

  for (const answer of ['already-active', 'unknown-member'] as const)
    test(`with ${answer} leaves nothing`, async () => {
      const { activations, depth } = world([answer])
      assert.equal(await activations.activate(order), answer)
      assert.equal(await depth(), 0)
    })

  test('is not asked for if it could not be written down first', async () => {
    const down = new Unavailable('redis')
    const { activations, asked } = world([made], { begin: () => Promise.reject(down) })
    await assert.rejects(activations.activate(order), down)
    assert.deepEqual(asked, [])
  })

  test('is left to the workers if the outbox wrote it down but answered too late', async () => {
    const { activations, asked, sent, pass } = world([made], memory => ({
      begin: async work => {
        await memory.begin(work)
        throw unknown
      },
    }))
    assert.equal(await activations.activate(order), 'finishing')
    assert.deepEqual(asked, [])
    await pass(60)
    assert.deepEqual(await activations.status('flow'), { kind: 'done', activatedAt })
    assert.deepEqual([asked, sent.length], [['key'], 3])
  })

  test('is an error if it is unknown whether the outbox wrote it down', async () => {
    const { activations, asked } = world([made], memory => ({
      begin: async work => {
        await memory.begin(work)
        throw unknown
      },
      status: () => Promise.reject(unknown),
    }))
    await assert.rejects(activations.activate(order), unknown)
    assert.deepEqual(asked, [])
  })

  test('is valid if the answer could not be recorded, which the outbox makes up for', async () => {
    const { activations, asked, settled, sent, pass } = world([made], { finish: () => Promise.reject(unknown) })
    assert.deepEqual(await activations.activate(order), { activatedAt })
    await pass(60)
    assert.deepEqual(settled, ['done'])
    assert.deepEqual([asked.length, sent.length], [2, 3])
  })

  test('is an error if certainly nothing was done, and no job is left', async () => {
    const { activations, depth } = world([undone])
    await assert.rejects(activations.activate(order), undone)
    assert.equal(await depth(), 0)
  })

  test('is finishing if nothing was done, but a worker may do it yet', async () => {
    for (const withdraw of [() => Promise.resolve(false), () => Promise.reject(unknown)]) {
      const { activations, depth } = world([undone], { withdraw })
      assert.equal(await activations.activate(order), 'finishing')
      assert.equal(await depth(), 1)
    }
  })

  test('is finishing if the insurer no longer knows the member, but a worker may have done it', async () => {
    for (const [answer, ending] of [
      ['unknown-member', 'finishing'],
      ['already-active', 'already-active'],
    ] as const)
      for (const withdraw of [() => Promise.resolve(false), () => Promise.reject(unknown)])
        assert.equal(await world([answer], { withdraw }).activations.activate(order), ending)
  })
})

describe('an activation that nobody answered', () => {
  test('is asked for under the same key until it is answered, through whatever comes between', async () => {
    const { activations, asked, sent, settled, pass } = world([unknown, unknown, undone, unknown, made])
    assert.equal(await activations.activate(order), 'finishing')
    await pass(3600)
    assert.deepEqual(asked, ['key', 'key', 'key', 'key', 'key'])
    assert.deepEqual(await activations.status('flow'), { kind: 'done', activatedAt })
    assert.deepEqual([sent.length, settled], [3, ['done']])
  })

  test('sends every contact a notice of an account that only the outbox found made (ID-13)', async () => {
    const both = { ...made, previousContacts: { email: 'old@exemple.ma', phone: '+212661000001' } }
    const { activations, sent, pass } = world([unknown, unknown, both])
    await activations.activate(order)
    await pass(3600)
    assert.deepEqual(sent, ['new@exemple.ma', 'old@exemple.ma', '+212612345678', '+212661000001'])
  })

  test('is given up before a day is over, and the member gets a mail', async () => {
    const { activations, lost, sent, depth, pass } = world([unknown])
    await activations.activate(order)
    await pass(A_DAY - 900)
    assert.deepEqual(await activations.status('flow'), { kind: 'pending' })
    await pass(900)
    assert.deepEqual(await activations.status('flow'), { kind: 'unfinished' })
    assert.deepEqual([lost, sent, await depth()], [['activation'], ['unfinished new@exemple.ma'], 0])
  })
})

describe('a notice', () => {
  test('that cannot be sent is given up after a day, an SMS as well', async () => {
    const { activations, lost, depth, pass } = world([made], {}, () => {
      throw undone
    })
    await activations.activate(order)
    await pass(A_DAY)
    assert.deepEqual(lost, ['email', 'email', 'sms'])
    assert.equal(await depth(), 0)
  })

  test('that fails unexpectedly is reported to operators each time, and stays for its next try', async () => {
    const unforeseen = new TypeError('unforeseen')
    const { activations, errors, depth, pass } = world([made], {}, () => {
      throw unforeseen
    })
    await activations.activate(order)
    await pass(5)
    assert.deepEqual([errors, await depth()], [[unforeseen, unforeseen, unforeseen], 3])
    await pass(60)
    assert.equal(errors.length, 5, 'but an SMS that may have left is not repeated')
  })

  test('is dropped if the contact is refused for good', async () => {
    const { activations, lost, depth, pass } = world([made], {}, () => {
      throw new Undeliverable('email')
    })
    await activations.activate(order)
    await pass(5)
    assert.deepEqual([lost.length, await depth()], [3, 0])
  })
})
