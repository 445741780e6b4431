import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { loadConfig } from '../../src/config/index.ts'
import { gallery } from '../../src/demo/gallery/index.ts'
import { MODES } from '../../src/ports/index.ts'
import { startServer } from '../../src/server/index.ts'
import { LIMIT_VALUES } from '../support/limit-values.ts'
import { sceneNames, sceneUrl } from '../support/scenes.ts'
import { surroundings } from '../support/surroundings.ts'

const PATIENCE_MS = 600_000

/** What a page contains if a value was not filled in, or was no text. */
const LEFT_OVER =
  /[{}]|\$t\(|\b(?:NaN|Infinity|undefined|null)\b|Invalid Date|\[object|<(bdi|p|span|li|a)\b[^>]*><\/\1>/
/** Durations have whole figures. */
const FRACTION = /\d[.,]\d+ (?:jour|heure|minute|seconde|j|h|min|s|يوم|أيام|ساع|دقيق|دقائق|ثاني|ثوان)/

for (const [name, limits] of Object.entries(LIMIT_VALUES))
  describe(`the gallery where every limit has ${name} value`, () => {
    test('shows whole sentences and figures in every scene and every mode (X-2)', { timeout: PATIENCE_MS }, async t => {
      const around = await surroundings()
      const { environment, origin, ports } = around
      const config = loadConfig({ ...environment, PORT: String(ports[0]), ADMIN_PORT: '0' })
      const server = await startServer({ ...config, limits }, gallery)
      try {
        const names = await sceneNames(origin)
        assert.ok(names.length > 100)
        for (const scene of names)
          await t.test(scene, async () => {
            for (const mode of MODES) {
              const page = await (await fetch(sceneUrl(origin, scene, mode))).text()
              assert.ok(page.length > 20, mode)
              const words = page.replace(/data-puzzle="[^"]*"/, '').replace(/<style[\s\S]*?<\/style>/g, '')
              assert.doesNotMatch(words, LEFT_OVER, mode)
              assert.doesNotMatch(words, FRACTION, mode)
            }
          })
      } finally {
        await server.stop()
        await around.stop()
      }
    })
  })

describe('the values of limits', () => {
  test('reach each figure of the schema, among them an odd one for each that pages show', () => {
    const { odd, 'the least': least, 'the greatest': greatest } = LIMIT_VALUES
    assert.deepEqual(
      [least, odd, greatest].map(limits => limits!.session.idleSeconds),
      [120, 157, 3600],
    )
    assert.deepEqual(
      [least, odd, greatest].map(limits => limits!.code.lifetimeSeconds),
      [60, 157, 600],
    )
    assert.deepEqual(greatest!.send.perDestination, [[1_000_000, 2_592_000]])
  })
})
