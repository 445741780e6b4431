import assert from 'node:assert/strict'
import { cp, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import type * as Journey from '../support/journey.ts'
import type * as ServiceModule from '../support/service.ts'

const ROOT = new URL('../../', import.meta.url)
const PARTS = [
  'src',
  'views',
  'locales',
  'config',
  'public',
  'test/support',
  'bench',
  'docs/member-api.yaml',
  'package.json',
]
const ENTRY = "  zgh: { name: 'ⵜⴰⵎⴰⵣⵉⵖⵜ', direction: 'ltr', official: 'fr' },\n"

/** The project with one more language: one file, one entry. */
let copy: string
let service: ServiceModule.Service
let journey: typeof Journey
before(async () => {
  copy = await mkdtemp(join(tmpdir(), 'third-language-'))
  const filter = (from: string) => !from.includes('node_modules')
  for (const part of PARTS) await cp(new URL(part, ROOT), join(copy, part), { recursive: true, filter })
  await symlink(new URL('node_modules', ROOT), join(copy, 'node_modules'))

  const french = await readFile(join(copy, 'locales/fr.json'), 'utf8')
  await writeFile(join(copy, 'locales/zgh.json'), french.replaceAll('Commencer', 'ⴱⴷⵓ').replaceAll('Bonjour', 'ⴰⵣⵓⵍ'))
  const registry = join(copy, 'src/ports/language.ts')
  await writeFile(registry, (await readFile(registry, 'utf8')).replace('} as const', `${ENTRY}} as const`))

  const load = (file: string) => import(pathToFileURL(join(copy, file)).href)
  journey = await load('test/support/journey.ts')
  service = await (await load('test/support/service.ts')).startService()
})
after(async () => {
  await service?.stop()
  await rm(copy, { recursive: true, force: true })
})

describe('a third language, of one file and one entry', () => {
  test('is offered by its own name on every page, beside the others', async () => {
    const { html } = await service.member().get('')
    assert.match(html, /href="\?lang=zgh"[^>]*><span lang="zgh">ⵜⴰⵎⴰⵣⵉⵖⵜ<\/span>/)
    assert.match(html, /<span lang="fr">Français<\/span> \/ <span lang="ar">العربية<\/span>/)
  })

  test('is shown, kept and written by mail to whoever chooses it, up to an active account', async () => {
    const file = service.enrol()
    const member = service.member()
    const start = await member.get('?lang=zgh')
    assert.match(start.html, /<html lang="zgh" dir="ltr"/)
    assert.match(start.html, /ⴱⴷⵓ/)
    assert.doesNotMatch(start.html, /ابدأ/)
    await journey.walkTo(service, member, file, 'termine')
    assert.match((await member.get('termine')).html, /<html lang="zgh"/)
    assert.match((await service.farEnds.smtp.next(journey.contactsOf(file).email)).text, /ⴰⵣⵓⵍ/)
  })
})
