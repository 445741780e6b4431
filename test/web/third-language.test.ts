import assert from 'node:assert/strict'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { after, before, describe, test } from 'node:test'
import { pathToFileURL } from 'node:url'
import type * as Journey from '../support/journey.ts'
import { copyProject, type ProjectCopy } from '../support/project-copy.ts'
import type * as ServiceModule from '../support/service.ts'

const ENTRY = "  zgh: { name: 'ⵜⴰⵎⴰⵣⵉⵖⵜ', direction: 'ltr', official: 'fr' },\n"

/** The project with one more language: one file, one entry. */
let copy: ProjectCopy
let service: ServiceModule.Service
let journey: typeof Journey
before(async () => {
  copy = await copyProject('third-language')
  const { folder } = copy
  const french = await readFile(join(folder, 'locales/fr.json'), 'utf8')
  await writeFile(join(folder, 'locales/zgh.json'), french.replaceAll('Commencer', 'ⴱⴷⵓ').replaceAll('Bonjour', 'ⴰⵣⵓⵍ'))
  const registry = join(folder, 'src/ports/language.ts')
  await writeFile(registry, (await readFile(registry, 'utf8')).replace('} as const', `${ENTRY}} as const`))

  const load = (file: string) => import(pathToFileURL(join(folder, file)).href)
  journey = await load('test/support/journey.ts')
  service = await (await load('test/support/service.ts')).startService()
})
after(async () => {
  await service?.stop()
  await copy?.remove()
})

describe('a third language, of one file and one entry', () => {
  test('is offered by its own name on every page, beside the others', async () => {
    const { html } = await service.member().get('')
    assert.match(html, /href="\?lang=zgh"[^>]*><span lang="zgh">ⵜⴰⵎⴰⵣⵉⵖⵜ<\/span>/)
    assert.match(html, /<span lang="fr">Français<\/span>[\s\S]*<span lang="ar">العربية<\/span>/)
  })

  test('is shown, kept and written by mail to whoever chooses it, up to an active account', async () => {
    const file = service.enrol()
    const member = service.member()
    const start = await member.get('?lang=zgh')
    assert.match(start.html, /<html lang="zgh" dir="ltr"/)
    assert.match(start.html, /ⴱⴷⵓ/)
    assert.doesNotMatch(start.html, /البدء/)
    await journey.walkTo(service, member, file, 'termine')
    assert.match((await member.get('termine')).html, /<html lang="zgh"/)
    assert.match((await service.farEnds.smtp.next(journey.contactsOf(file).email)).text, /ⴰⵣⵓⵍ/)
  })
})
