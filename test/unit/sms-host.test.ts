import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { compose } from '../../src/compose.ts'
import { BadConfiguration, loadConfig } from '../../src/config.ts'
import { fitsOneSegment } from '../../src/domain/sms-segment.ts'
import { translators } from '../../src/i18n.ts'
import { codeSms, refuseLongHost } from '../../src/messages/code-sms.ts'
import { MODES } from '../../src/ports.ts'
import { environment } from './environment.ts'

for (const ORGANISATION of ['cnops', 'cnss'])
  describe(`the host of ${ORGANISATION}`, () => {
    test('may be as long as leaves each code one segment, and not a character longer', async () => {
      const most = await longest(ORGANISATION)
      assert.ok('activation.cnops.org.ma'.length <= most && most < 70, String(most))
      assert.ok(await allFit(ORGANISATION, most))
      assert.ok(!(await allFit(ORGANISATION, most + 1)))
    })

    test('that is longer stops the start, which says how long it may be', async () => {
      const most = await longest(ORGANISATION)
      const problem = `PUBLIC_URL: its host must have at most ${most} characters, for a code to fit one SMS; it has ${most + 1}`
      await assert.rejects(compose(configured(ORGANISATION, most + 1)), error => {
        assert.ok(error instanceof BadConfiguration)
        assert.deepEqual(error.problems, [problem])
        return true
      })
    })
  })

async function longest(organisation: string): Promise<number> {
  const translate = await translators(configured(organisation, 10).organisation, false)
  const lengths = Array.from({ length: 60 }, (_, index) => index + 4)
  return lengths.findLast(length => {
    try {
      refuseLongHost(configured(organisation, length), translate)
      return true
    } catch {
      return false
    }
  })!
}

async function allFit(organisation: string, length: number): Promise<boolean> {
  const config = configured(organisation, length)
  const write = codeSms(config, await translators(config.organisation, false))
  return MODES.every(mode => fitsOneSegment(write(mode, '123456')))
}

function configured(ORGANISATION: string, length: number) {
  return loadConfig({ ...environment(), ORGANISATION, PUBLIC_URL: `https://${'x'.repeat(length - 3)}.ma` })
}
