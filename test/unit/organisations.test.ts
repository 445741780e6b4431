import assert from 'node:assert/strict'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { Organisation } from '../../src/config/organisation.ts'

const root = new URL('../../', import.meta.url)

for (const file of readdirSync(new URL('config/organisations/', root)))
  describe(`the organisation file ${file}`, () => {
    const organisation = Organisation.parse(
      JSON.parse(readFileSync(new URL(`config/organisations/${file}`, root), 'utf8')),
    )

    test('names a logo that is there', () => {
      assert.ok(existsSync(new URL(`public/organisations/${organisation.logo}`, root)))
    })

    test('has the band that says so if the insurer is invented, and none if it is a real one', () => {
      assert.equal(organisation.band !== undefined, organisation.website.endsWith('.example'))
    })

    test('has colours that can be read on white', () => {
      for (const [name, colour] of Object.entries(organisation.colours))
        assert.ok(contrastWithWhite(colour) >= 4.5, `${name} ${colour}: ${contrastWithWhite(colour).toFixed(2)}`)
    })

    test('shows the telephone number that it dials', () => {
      const { phone, shown } = organisation.callCentre
      assert.equal(`+212${shown.replaceAll(/\s/g, '').replace(/^0/, '')}`, phone)
    })
  })

/** WCAG 2.2, contrast ratio. */
function contrastWithWhite(colour: string) {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map(at =>
    linear(Number.parseInt(colour.slice(at, at + 2), 16) / 255),
  )
  return 1.05 / (0.2126 * red + 0.7152 * green + 0.0722 * blue + 0.05)
}

function linear(channel: number) {
  return channel <= 0.04045 ? channel / 12.92 : ((channel + 0.055) / 1.055) ** 2.4
}
