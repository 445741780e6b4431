import assert from 'node:assert/strict'
import { randomBytes } from 'node:crypto'
import { describe, it } from 'node:test'
import { ExpiringMap } from '../../src/adapters/memory/expiring-map.ts'
import { memorySessionClient } from '../../src/adapters/memory/session-client.ts'
import { createSessionStore } from '../../src/adapters/sessions/session-store.ts'
import { Sealer } from '../../src/domain/crypto/seal.ts'
import { sessionApp } from '../support/session-app.ts'

describe('what one process remembers', () => {
  it('does not grow with what has expired', () => {
    let time = 0
    const map = new ExpiringMap<number>(() => time)
    let largest = 0
    for (let entry = 0; entry < 10_000; entry++) {
      map.set(`${entry}`, entry, 100)
      time += 1000
      largest = Math.max(largest, map.size)
    }
    assert.ok(largest <= 200, `${largest} entries, of which 100 live`)
    assert.equal(map.get('9999'), 9999)
    assert.equal(map.get('9900'), undefined)
  })

  it('is a session as well, until it is idle for the time it was saved with', async () => {
    let time = 0
    const store = createSessionStore(
      memorySessionClient(new ExpiringMap(), () => time),
      new Sealer([randomBytes(32)]),
      { requests: [600, 900] as const, secondsLeft: () => 1200 },
    )
    const site = await sessionApp(store)
    const noteAfter = async (seconds: number) => {
      time += seconds * 1000
      return (await site.ask('GET', '/')).text
    }
    await site.ask('POST', '/remember-me')
    assert.equal(await noteAfter(1199), 'remember-me')
    assert.equal(await noteAfter(1199), 'remember-me')
    assert.equal(await noteAfter(1200), 'nothing')
    site.close()
  })
})
