import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { before, describe, test } from 'node:test'
import { gallery } from '../../src/demo/gallery/index.ts'
import type { Copy } from '../../src/i18n/copy.ts'
import { translators } from '../../src/i18n/index.ts'
import { MODES } from '../../src/ports/index.ts'
import { pages } from '../../src/web/page.ts'
import { templates } from '../../src/web/views/index.ts'
import { onceTag } from '../../src/web/views/once.ts'
import { sceneNames, sceneUrl } from '../support/scenes.ts'
import { startService } from '../support/service.ts'
import { readOrganisation } from '../unit/organisation.ts'

type Context = Record<string, unknown>

/** What goes with `t`. */
const FIXED = new Set(['t', 'organisation', 'base', 'stylesheet', 'script', 'logo', 'licences'])
/** Of few values each: what is kept is never dropped. */
const CLOSED = new Set([
  ...['t', 'starts', 'not choice', 'not step', 'fin', 'step.n', 'step.of', 'step.percent', 'step.next'],
  ...['not reference', 'not token or erases', 'takes.seconds', 'viewData.least'],
])

/** Every scene in every mode, each followed by the same page with other texts (tokens and answers too), and with other figures and times. */
const drawn: { scene: string; template: string; context: Context }[] = []
const without = templates({ reload: false, keep: false })
before(async () => {
  // As in production a key that has no words is shown itself: other words have none.
  const translate = await translators(readOrganisation('cnops'), true)
  let scene = ''
  const note = (template: string, context: object) => {
    const seen = { ...context }
    const n = drawn.length + 1
    const contexts = [seen, another(seen, otherTexts(n)), another(seen, otherFigures(n))]
    drawn.push(...contexts.map(context => ({ scene, template, context })))
    return ''
  }
  const service = await startService({
    extra: (web, writing) =>
      gallery({ ...web, showPage: pages(web.config, translate, note, name => `/${name}`) }, writing),
  })
  try {
    // A mode of no name: the member has chosen none, and the start page asks for it.
    for (const name of await sceneNames(service.origin))
      for (const mode of [...MODES, 'zz']) {
        scene = `${name} in ${mode}`
        await fetch(sceneUrl(service.origin, name, mode))
      }
  } finally {
    await service.stop()
  }
})

describe('what a template renders once', () => {
  for (const order of ['as they are listed', 'from the last to the first'])
    test(`leaves every scene the bytes that it has without, ${order}`, () => {
      const render = templates({ reload: false })
      const scenes = order.startsWith('as') ? drawn : drawn.toReversed()
      assert.ok(scenes.length > 2000, `${scenes.length}`)
      for (const { scene, template, context } of scenes)
        assert.equal(render(template, context), without(template, context), scene)
    })

  test('is kept for each of a few values alone', () => {
    const values = globSync('views/**/*.njk').flatMap(file =>
      [...readFileSync(file, 'utf8').matchAll(/{%-? once (.*?) ?-?%}/g)].flatMap(([, values]) => values!.split(', ')),
    )
    assert.ok(values.length > 20, `${values.length}`)
    assert.deepEqual(
      values.filter(value => !CLOSED.has(value)),
      [],
    )
  })

  for (const [keep, then] of [
    [true, '1'],
    [false, '2'],
  ] as const)
    test(`is ${keep ? 'not rendered again' : 'rendered each time, and not kept, if templates are read anew for each page'}`, () => {
      const tag = onceTag({ keep })
      const t = {} as Copy
      let times = 0
      const draw = () => `${tag.render({}, 0, t, () => `${++times}`)}`
      assert.deepEqual([draw(), draw()], ['1', then])
    })
})

const otherTexts = (n: number) => (leaf: unknown) => (typeof leaf === 'string' ? `${leaf}-${n}` : leaf)
const otherFigures = (n: number) => (leaf: unknown) => {
  if (leaf instanceof Date) return new Date(leaf.getTime() + n * 60_000)
  return typeof leaf === 'number' && leaf > 0 ? leaf + n : leaf
}

function another(context: Context, change: (leaf: unknown) => unknown): Context {
  return Object.fromEntries(
    Object.entries(context).map(([name, value]) => [name, FIXED.has(name) ? value : changed(value, change)]),
  )
}

function changed(value: unknown, change: (leaf: unknown) => unknown): unknown {
  if (Array.isArray(value)) return value.map(part => changed(part, change))
  if (typeof value !== 'object' || value === null || value instanceof Date) return change(value)
  return Object.fromEntries(Object.entries(value).map(([name, part]) => [name, changed(part, change)]))
}
