import assert from 'node:assert/strict'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import type * as Members from '../../src/demo/member-data/members.ts'
import { startGoogle } from '../support/google.ts'
import { follow } from '../support/how-to.ts'
import type * as Journey from '../support/journey.ts'
import { copyProject, type ProjectCopy, runNode } from '../support/project-copy.ts'
import type * as ServiceModule from '../support/service.ts'

/** The language last: it copies all sentences that there are by then. */
const HOW_TOS = ['add-an-insurer', 'add-a-question', 'replace-the-captcha', 'add-a-language']
const TIME = { timeout: 600_000 }
/** What the documents change, and what is held to every language, sentence or insurer. */
const SUITES = [
  'organisations',
  'insurer-copy',
  'guide-copy',
  'locale-use',
  'locales',
  'messages',
  'situations',
  'steps',
].map(name => `test/unit/${name}.test.ts`)

/** The project after all documents of docs/how-to but add-a-step, which another-step.test.ts follows. */
let copy: ProjectCopy
let service: ServiceModule.Service
let journey: typeof Journey
let members: typeof Members
let google: Awaited<ReturnType<typeof startGoogle>>
before(async () => {
  copy = await copyProject('how-to')
  for (const name of HOW_TOS) await follow(name, copy.folder)
  // One test that names the types of browsers is enough of them.
  const include = ['src', 'test/support/axe.ts']
  const sources = { extends: './tsconfig.json', include, exclude: ['src/assets/browser'] }
  await writeFile(join(copy.folder, 'tsconfig.src.json'), JSON.stringify(sources))
  const load = (file: string) => import(pathToFileURL(join(copy.folder, file)).href)
  journey = await load('test/support/journey.ts')
  members = await load('src/demo/member-data/members.ts')
  google = await startGoogle(() => undefined)
  service = await (await load('test/support/service.ts')).startService({ environment: google.environment })
})
after(async () => {
  await service?.stop()
  await google?.close()
  await copy?.remove()
})

describe('the project after its how-tos', () => {
  test('fits all types', TIME, async () => {
    const { code, output } = await runNode(copy, ['node_modules/typescript/bin/tsc', '-p', 'tsconfig.src.json'])
    assert.equal(code, 0, output)
  })

  test('has words for every question, situation and insurer, and none that nobody reads', TIME, async () => {
    const { code, output } = await runNode(copy, ['--test', '--test-isolation=none', ...SUITES])
    assert.equal(code, 0, output.slice(output.indexOf('failing tests:')))
    assert.match(output, /members of palmier/)
  })
})

describe('a third language', () => {
  test('is offered by its own name on every page, beside the others', async () => {
    const { html } = await service.member().get('')
    assert.match(html, /href="\?lang=zgh"[^>]*><span lang="zgh">ⵜⴰⵎⴰⵣⵉⵖⵜ<\/span>/)
    assert.match(html, /<span lang="fr">Français<\/span>[\s\S]*<span lang="ar">العربية<\/span>/)
  })

  test('is shown, kept and written by mail to whoever chooses it, with a new question and another captcha, up to an active account', async () => {
    const { file } = members.sampleMembers.find(({ name }) => name === 'Salma Idrissi')!
    const known = file as Parameters<typeof Journey.walkTo>[2] & { childCount: string }
    const member = service.member()
    const start = await member.get('?lang=zgh')
    assert.match(start.html, /<html lang="zgh" dir="ltr"/)
    assert.match(start.html, /ⴱⴷⵓ/)
    assert.doesNotMatch(start.html, /البدء/)
    const solve = (path: string) => ({ 'g-recaptcha-response': `solved-${path}` })
    const answers = journey.answersOf(known, destination => journey.codeSentTo(service, destination))
    const { bankAccountLast8, childCount } = file as Record<string, string>
    const typed = {
      ...answers,
      paiement: async () => ({ bankAccountLast8: bankAccountLast8!, childCount: ` ${childCount} ` }),
    }
    journey.leadsTo('conditions', await member.post(''))
    for (const path of journey.PATHS) {
      const page = await member.get(path)
      const hasCaptcha = page.html.includes('class="app-captcha g-recaptcha"')
      if (path === 'identite') {
        assert.match(
          page.html,
          /<script src="https:\/\/challenges\.cloudflare\.com\/turnstile\/v0\/api\.js\?compat=recaptcha" nonce/,
        )
        const policy = page.headers.get('content-security-policy')!
        assert.match(policy, /script-src [^;]*https:\/\/challenges\.cloudflare\.com\/turnstile\/[^;]*;/)
        assert.match(policy, /frame-src https:\/\/challenges\.cloudflare\.com(?:;|$)/)
        assert.doesNotMatch(policy + page.html, /google|gstatic/)
        assert.equal(
          (await member.post(path, { ...(await typed[path]()), 'g-recaptcha-response': 'wrong' })).status,
          422,
        )
      }
      if (path === 'paiement') {
        assert.match(page.html, /Combien d&#39;enfants sont assurés avec vous/)
        assert.equal((await member.post(path, { ...(await typed[path]()), childCount: '3' })).status, 422)
        assert.match(
          (await member.post(path, { ...(await typed[path]()), childCount: 'deux' })).html,
          /0 si vous n&#39;en avez pas/,
        )
      }
      journey.leadsOn(path, await member.post(path, { ...(hasCaptcha && solve(path)), ...(await typed[path]()) }))
    }
    assert.match((await member.get('termine')).html, /<html lang="zgh"/)
    assert.match((await service.farEnds.smtp.next(journey.contactsOf(known).email)).text, /ⴰⵣⵓⵍ/)
  })
})
