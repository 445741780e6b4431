import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createBell } from '../../src/adapters/redis/assistance/bell.ts'
import { redisFollowed } from '../../src/adapters/redis/assistance/followed.ts'
import { keysFor } from '../../src/domain/crypto/keyed-hash.ts'
import { Sealer } from '../../src/domain/crypto/seal.ts'
import type { LiveView } from '../../src/domain/live-view.ts'
import { leadsTo, memberOn } from '../support/journey.ts'
import type { Page } from '../support/member.ts'
import { openSiteOnRedis } from '../support/site.ts'

const SESSION = { idleSeconds: 500, absoluteSeconds: 600 }
const { redis, service } = await openSiteOnRedis({ limits: { session: SESSION, assistance: { openSeconds: 1800 } } })
const client = await redis.client()
const { LIVE_VIEW_KEYS, limits } = service.config
const sealer = new Sealer(keysFor(LIVE_VIEW_KEYS, 'live-view'))
const followed = redisFollowed({ client, sealer, limits, bell: createBell(client) })

const referenceOn = ({ html }: Page) => /R-\d{3} \d{4}/.exec(html)![0].replace(' ', '')
const band = ({ html }: Page) => /<aside class="app-assistance[\s\S]*?<\/aside>/.exec(html)?.[0]

/** A member on the e-mail page, whose session alone is in Redis; opened if they press the button. */
async function onEmail({ pressed }: { pressed: boolean }) {
  await client.flushdb()
  const { member } = await memberOn(service, 'email')
  const page = await member.get('email')
  return { member, page: pressed ? await member.post('email', { open: 'yes' }) : page }
}

async function viewKey(): Promise<string> {
  const keys = await client.keys('*:view')
  assert.equal(keys.length, 1)
  return keys[0]!
}

async function seen(page: Page): Promise<LiveView> {
  const name = await followed.find(referenceOn(page))
  const reading = await followed.read(name!)
  assert.ok(reading.kind === 'open')
  return reading.view as LiveView
}

describe('a page that its member has opened', () => {
  test('is nowhere before the press, and sealed after it (AG-1, AG-2)', async () => {
    const { member, page } = await onEmail({ pressed: false })
    assert.deepEqual(await client.keys('{f:*}:*'), [])
    assert.equal(await followed.find(referenceOn(page)), undefined)
    await member.post('email', { open: 'yes' })
    assert.doesNotMatch(JSON.stringify(await client.hgetall(await viewKey())), /email|frontier|mode/)
    assert.equal((await seen(page)).page, 'email')
  })

  test('expires with the session, whose look prolongs it, and no later than its last moment (AG-1)', async () => {
    const { member, page } = await onEmail({ pressed: true })
    const key = await viewKey()
    const left = await client.ttl(key)
    assert.ok(left <= SESSION.idleSeconds && left > SESSION.idleSeconds - 20, `${left} s`)
    await client.expire(key, 100)
    await member.get('email')
    assert.ok((await client.ttl(key)) > SESSION.idleSeconds - 20)
    const { openUntil, absoluteEnd } = await seen(page)
    assert.equal(openUntil, absoluteEnd)
  })

  test('is gone with its reference when the member leaves, and leaves only who ended it (AG-1, S-12)', async () => {
    const { member } = await onEmail({ pressed: true })
    leadsTo('quitter', await member.post('quitter'))
    const left = await client.keys('{f:*}:*')
    assert.deepEqual(
      left.map(key => key.split(':').at(-1)),
      ['ended'],
    )
    assert.deepEqual(await client.keys('r:*'), [])
  })

  test('is shown to its member although nothing can be shown to the agent: the band says only until when', async () => {
    const { member } = await onEmail({ pressed: true })
    const key = await viewKey()
    await client.set(key, 'damaged')
    const page = await member.get('email')
    assert.equal(page.status, 200)
    assert.match(band(page)!, /Votre page est ouverte/)
    assert.doesNotMatch(band(page)!, /suit votre page/)
  })

  test('is opened from an error page by the form that it offers to send again, so that what was typed stays', async () => {
    await client.flushdb()
    const { member } = await memberOn(service, 'email-code')
    await member.get('email-code')
    const [key] = await client.keys('{f:*}:code:email')
    await client.del(key!)
    await client.set(key!, 'damaged')
    const failed = await member.post('email-code', { code: '481516' })
    assert.equal(failed.status, 503)
    const [, action, fields] =
      /<form id="again" method="post" action="([^"]+)">([\s\S]*?)<button/.exec(failed.html) ?? []
    assert.equal(action, '/mon_compte/email-code')
    assert.match(failed.html, /<button form="again" name="open" value="yes"/)
    await client.del(key!)
    const typed = [...fields!.matchAll(/name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name!, value!])
    const page = await member.post('email-code', { ...Object.fromEntries(typed), open: 'yes' })
    assert.equal(page.status, 200)
    assert.ok(band(page))
    assert.equal((await seen(page)).page, 'email-code')
  })

  test('that could not be opened is shown again with what was typed, and says to try later', async () => {
    const { member } = await onEmail({ pressed: true })
    const key = await viewKey()
    await member.post('email', { open: 'no' })
    await client.set(key, 'damaged')
    const page = await member.post('email', { open: 'yes', email: 'half@', emailConfirmation: '' })
    assert.equal(page.status, 503)
    assert.match(page.html, /value="half@"/)
    assert.equal(band(page), undefined)
  })
})
