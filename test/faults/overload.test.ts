import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import { connect } from 'node:net'
import { test } from 'node:test'
import { setTimeout as sleep } from 'node:timers/promises'
import { startChild } from '../support/child.ts'
import { contactsOf, leadsTo, PASSWORD, walkTo } from '../support/journey.ts'
import { send } from '../support/raw.ts'
import { surroundings } from '../support/surroundings.ts'

const SLOW_SOCKETS = 500
const MEMBERS = 4
const POSTS_EACH = 50
const MOST_WAITING = 20

test('500 slow sockets and 200 passwords at once: some are asked to come back, others are served, nobody waits for ever (F15)', {
  timeout: 120_000,
}, async t => {
  const service = await surroundings({
    limits: { password: { perSession: [[1000, 600]] } },
    environment: { CAPTCHA: 'off' },
  })
  const instance = await startChild({ ...service.environment, PORT: String(service.ports[0]) })
  const sockets = Array.from({ length: SLOW_SOCKETS }, () => connect(service.ports[0]!, '127.0.0.1'))
  t.after(async () => {
    for (const socket of sockets) socket.destroy()
    await instance.end('SIGKILL')
    await service.stop()
  })
  for (const socket of sockets)
    socket.on('error', () => undefined).write('POST /mon_compte HTTP/1.1\r\nHost: localhost\r\n')
  const members = Array.from({ length: MEMBERS }, () => service.member())
  const files = members.map(() => service.enrol())
  for (const [n, member] of members.entries()) {
    await walkTo(service, member, files[n]!, 'mot-de-passe')
    await member.get('mot-de-passe')
  }

  const fields = { password: PASSWORD, passwordConfirmation: PASSWORD }
  let done = false
  const submits = Promise.all(
    members.flatMap(member => Array.from({ length: POSTS_EACH }, () => member.post('mot-de-passe', fields))),
  ).finally(() => {
    done = true
  })
  const others: number[] = []
  let waiting = 0
  do {
    const from = performance.now()
    assert.equal((await send(service.origin)).status, 200)
    others.push(performance.now() - from)
    waiting = Math.max(waiting, Number(/^wizard_hash_queue (\d+)$/m.exec(await instance.metrics())?.[1]))
    await sleep(20)
  } while (!done)

  const answers = await submits
  const turnedAway = answers.filter(({ status }) => status === 503)
  const p95 = others.toSorted((a, b) => a - b)[Math.floor(others.length * 0.95)]!
  const memory = Number(/^VmHWM:\s+(\d+) kB/m.exec(readFileSync(`/proc/${instance.pid}/status`, 'utf8'))![1]) / 1024
  t.diagnostic(
    `${turnedAway.length} of ${answers.length} turned away, ${waiting} waiting at most, others' p95 ${p95.toFixed(0)} ms, ${memory.toFixed(0)} MB`,
  )
  assert.ok(turnedAway.length > 0, 'every password was hashed')
  for (const { headers } of turnedAway) assert.equal(headers.get('retry-after'), '5')
  assert.deepEqual(
    answers.filter(({ status }) => ![303, 429, 503].includes(status)).map(({ status }) => status),
    [],
  )
  assert.ok(waiting <= MOST_WAITING && memory < 512)
  assert.ok(p95 < 2000, 'others were held up')
  for (const [n, member] of members.entries()) {
    const account = () => service.farEnds.memberData.accounts.find(contactsOf(files[n]!).email)
    if (!account()) leadsTo('termine', await member.post('mot-de-passe', fields))
    assert.ok(account(), 'who was turned away could not finish later')
  }
})
