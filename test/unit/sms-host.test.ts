import assert from 'node:assert/strict'
import { before, describe, test } from 'node:test'
import { type Config, loadConfig } from '../../src/config/index.ts'
import { segmentsOf } from '../../src/domain/codes/sms-segment.ts'
import { translators } from '../../src/i18n/index.ts'
import { codeSms, longCodes } from '../../src/i18n/messages/code-sms.ts'
import { MODES } from '../../src/ports/index.ts'
import { environment } from './environment.ts'

type Translators = Awaited<ReturnType<typeof translators>>

const hostOf = (length: number) => `${'x'.repeat(length - 3)}.ma`
const lengths = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, n) => from + n)

for (const ORGANISATION of ['cnops', 'cnss'])
  describe(`the SMS with a code of ${ORGANISATION}`, () => {
    let config: Config
    let translate: Translators
    before(async () => {
      config = loadConfig({ ...environment(), ORGANISATION })
      translate = await translators(config.organisation, false)
    })
    const at = (length: number, SMS_SEGMENTS: number) => ({
      ...config,
      SMS_SEGMENTS,
      PUBLIC_URL: { hostname: hostOf(length) },
    })
    const written = (length: number, SMS_SEGMENTS: number) => {
      const write = codeSms(at(length, SMS_SEGMENTS), translate)
      return MODES.map(mode => ({ mode, text: write(mode, '123456') }))
    }

    test('ends with the host, however long that is, and has no more segments than it may (OTP-16)', () => {
      for (const most of [1, 2])
        for (const length of lengths(4, 90))
          for (const { text } of written(length, most)) {
            assert.ok(segmentsOf(text) <= most, text)
            assert.ok(text.endsWith(`\n@${hostOf(length)} #123456`), text)
          }
    })

    test('is one segment that says code in the reader’s languages on a host of up to 24 characters (OTP-16)', () => {
      for (const most of [1, 2]) {
        for (const length of lengths(4, 24))
          for (const { mode, text } of written(length, most)) {
            assert.equal(segmentsOf(text), 1, text)
            assertNamed(mode, text)
          }
        assert.deepEqual(longCodes(at(24, most), translate), { inFrench: [], inTwoSegments: [] })
      }
    })

    test('is two segments on a longer host, rather than without one of those languages (OTP-16)', () => {
      for (const length of lengths(28, 88))
        for (const { mode, text } of written(length, 2)) {
          assert.equal(segmentsOf(text), mode === 'fr' ? 1 : 2, text)
          assertNamed(mode, text)
        }
    })

    test('has in two segments the lifetime and the warning in both languages', () => {
      const [, arabic, both] = written(32, 2).map(({ text }) => text)
      assert.match(arabic!, /صالح لمدة 10 دقائق\nلا تعطوه لأحد\. لن يطلبه منكم أي موظف\n@/)
      assert.match(both!, /, 10 min\nNe le donnez à personne\nصالح لمدة 10 دقائق، لا تعطوه لأحد\n@/)
    })

    test('is in French on such a host if the operator allows one segment only (OTP-16)', () => {
      for (const length of lengths(28, 88))
        for (const { text } of written(length, 1)) {
          assert.equal(segmentsOf(text), 1, text)
          assertNamed('fr', text)
        }
    })

    test('is named at the start if a long host changes it', () => {
      assert.deepEqual(longCodes(at(40, 2), translate), { inFrench: [], inTwoSegments: ['ar', 'both'] })
      assert.deepEqual(longCodes(at(40, 1), translate), { inFrench: ['ar', 'both'], inTwoSegments: [] })
    })
  })

function assertNamed(mode: string, text: string): void {
  assert.equal(/^Code\b/.test(text), mode !== 'ar', text)
  assert.equal(/رمز/.test(text), mode !== 'fr', text)
}
