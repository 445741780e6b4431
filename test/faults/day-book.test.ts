import assert from 'node:assert/strict'
import { after, before, test } from 'node:test'
import { dayAndHour } from '../../src/domain/day.ts'
import { type Child, startChild } from '../support/child.ts'
import { type AgentBrowser, type ConsoleService, startConsoleService } from '../support/console.ts'
import { fr } from '../support/copy.ts'
import { identityOf, LAST, leadsTo, PASSWORD, walkOn, walkTo } from '../support/journey.ts'
import { startRedis, type TestRedis } from '../support/redis.ts'
import { surroundings } from '../support/surroundings.ts'
import { until } from '../support/until.ts'

const { day: copy } = fr.console

let redis: TestRedis
let around: Awaited<ReturnType<typeof surroundings>>
let instances: Child[]
let site: ConsoleService
let supervisor: AgentBrowser
before(async () => {
  redis = await startRedis()
  around = await surroundings({ redisUrl: redis.url, instances: 2, environment: { CAPTCHA: 'off' } })
  instances = await Promise.all(around.ports.map(start))
  site = await startConsoleService({ redisUrl: redis.url })
  supervisor = await site.hire('naima', { role: 'supervisor' })
  leadsTo('', await supervisor.signIn())
})
after(async () => {
  await Promise.all(instances.map(({ end }) => end('SIGKILL')))
  await site.stop()
  await around.stop()
  await redis.stop()
})

const start = (port: number) => startChild({ ...around.environment, PORT: `${port}` })

/** What the instances of now report, by the words of the day. */
async function reported(): Promise<Map<string, number>> {
  const sums = new Map<string, number>()
  const add = (word: string, count: string) => sums.set(word, (sums.get(word) ?? 0) + Number(count))
  for (const text of await Promise.all(instances.map(({ metrics }) => metrics()))) {
    for (const [, step, move, count] of text.matchAll(
      /^wizard_steps_total\{step="(.*?)",move="(entered|left)",reason=""\} (\d+)/gm,
    ))
      add(`${copy.steps[step as 'terms']} ${move === 'entered' ? copy.columns.entered : copy.columns.left}`, count!)
    for (const [, step, reason, count] of text.matchAll(
      /^wizard_steps_total\{step="(.*?)",move="refused",reason="(.*?)"\} (\d+)/gm,
    ))
      add(`${copy.steps[step as 'terms']}\u00a0: ${copy.reasons[reason as 'wrong']} ${copy.columns.count}`, count!)
    for (const [, channel, fate, count] of text.matchAll(
      /^wizard_codes_total\{channel="(.*?)",fate="(sent|verified)"\} (\d+)/gm,
    ))
      add(`${copy.channels[channel as 'sms']} ${copy.columns[fate as 'sent']}`, count!)
    for (const [event, name] of [
      ['session_created', 'opened'],
      ['user_created', 'activated'],
    ] as const)
      for (const [, count] of text.matchAll(
        new RegExp(`^wizard_security_events_total\\{event="${event}",reason=""\\} (\\d+)`, 'gm'),
      ))
        add(`${copy.tiles[name]} ${copy.columns.count}`, count!)
    for (const [, count] of text.matchAll(/^wizard_journey_seconds_count\{assisted="yes"\} (\d+)/gm))
      add(`${copy.tiles.assisted} ${copy.columns.count}`, count!)
  }
  return sums
}

/** What a supervisor reads: the lines of the file that are told in those words. */
async function told(words: Iterable<string>): Promise<Map<string, number>> {
  const { html } = await supervisor.get('journee.csv')
  const lines = html.split('\r\n').map(line => line.split(';'))
  const figures = new Map(lines.map(([, , label, column, count]) => [`${label} ${column}`, Number(count)]))
  return new Map([...words].map(word => [word, figures.get(word) ?? 0]))
}

async function journey({ assisted = false } = {}) {
  const member = around.member()
  const file = around.enrol()
  await walkTo(around, member, file, 'identite')
  await member.get('identite')
  if (assisted) leadsTo('identite', await member.post('accompagnement', { open: 'yes' }))
  await member.answer('identite', { ...identityOf(file), birthYear: '1962' })
  await walkOn(around, member, file, 'mot-de-passe')
  leadsTo(LAST, await member.answer('mot-de-passe', { password: PASSWORD, passwordConfirmation: PASSWORD }))
}

test('a supervisor reads of a day what two instances report together, through a restart; a kill loses nothing that was written', async t => {
  if (dayAndHour(Date.now()).day !== dayAndHour(Date.now() + 120_000).day) return t.skip('it is nearly midnight')
  for (let n = 0; n < 3; n++) await journey({ assisted: n === 0 })
  const first = await reported()
  assert.equal(first.get(`${copy.tiles.opened} ${copy.columns.count}`), 3)
  assert.equal(first.get(`${copy.tiles.assisted} ${copy.columns.count}`), 1)
  assert.ok(first.size > 20)
  assert.equal(await instances[0]!.end('SIGTERM'), 0)
  await until('the other instance has written too', async () => isSame(await told(first.keys()), first))

  await instances[1]!.end('SIGKILL')
  instances = await Promise.all(around.ports.map(start))
  await journey()
  const second = await reported()
  const sum = new Map([...first].map(([word, count]) => [word, count + (second.get(word) ?? 0)]))
  assert.deepEqual(await Promise.all(instances.map(({ end }) => end('SIGTERM'))), [0, 0])
  assert.deepEqual(await told(sum.keys()), sum, 'a stop writes the rest')
})

const isSame = (one: Map<string, number>, other: Map<string, number>) =>
  [...other].every(([word, count]) => one.get(word) === count)
