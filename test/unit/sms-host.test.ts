import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { loadConfig } from '../../src/config/index.ts'
import { fitsOneSegment } from '../../src/domain/codes/sms-segment.ts'
import { translators } from '../../src/i18n/index.ts'
import { codeSms, modesInFrench } from '../../src/i18n/messages/code-sms.ts'
import { MODES } from '../../src/ports/index.ts'
import { environment } from './environment.ts'

const ARABIC = /\p{Script=Arabic}/u

for (const ORGANISATION of ['cnops', 'cnss'])
  describe(`the SMS with a code of ${ORGANISATION}`, () => {
    const written = async (hostname: string) => {
      const { organisation, limits } = loadConfig({ ...environment(), ORGANISATION })
      const config = { organisation, limits, PUBLIC_URL: { hostname } }
      const translate = await translators(organisation, false)
      const write = codeSms(config, translate)
      return {
        texts: MODES.map(mode => ({ mode, text: write(mode, '123456') })),
        french: modesInFrench(config, translate),
      }
    }

    test('is one segment however long the host is, and ends with it (OTP-16)', async () => {
      for (let length = 4; length <= 90; length++) {
        const hostname = `${'x'.repeat(length - 3)}.ma`
        for (const { text } of (await written(hostname)).texts) {
          assert.ok(fitsOneSegment(text), text)
          assert.ok(text.endsWith(`\n@${hostname} #123456`), text)
        }
      }
    })

    test('is in the reader’s languages on a host of usual length', async () => {
      const { texts, french } = await written('activation.cnops.org.ma')
      for (const { mode, text } of texts) assert.equal(ARABIC.test(text), mode !== 'fr', text)
      assert.deepEqual(french, [])
    })

    test('is in French if a long host leaves Arabic no room, and the log warns the operator', async () => {
      const { texts, french } = await written('activation-du-compte.portail.cnops.org.ma')
      for (const { text } of texts) assert.doesNotMatch(text, ARABIC)
      assert.deepEqual(french, ['ar', 'both'])
    })
  })
