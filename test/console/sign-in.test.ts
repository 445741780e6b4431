import assert from 'node:assert/strict'
import { after, before, describe, test } from 'node:test'
import { type ConsoleService, startConsoleService } from '../support/console.ts'

let site: ConsoleService
before(async () => {
  site = await startConsoleService({ limits: { assistance: { signIn: { perNetwork: [[200, 900]] } } } })
})
after(() => site.stop())

describe('an agent', () => {
  test('who signs in with name, password and code reaches the console (AG-4)', async () => {
    const agent = await site.hire('amina')
    assert.deepEqual([(await agent.get('')).status, (await agent.get('')).path], [303, 'connexion'])
    const signedIn = await agent.signIn()
    assert.deepEqual([signedIn.status, signedIn.path], [303, ''])
    const home = await agent.get('')
    assert.equal(home.status, 200)
    assert.match(home.html, /amina/)
  })
})
