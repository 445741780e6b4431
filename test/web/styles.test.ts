import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { test } from 'node:test'

const styles = globSync('public/assets/*.css').map(file => readFileSync(file, 'utf8'))

test('the styles of each insurer, for members and for agents, set the page width in syntax that browsers of 2018 support', () => {
  assert.equal(styles.length, 2 * globSync('config/organisations/*.json').length)
  for (const css of styles) {
    assert.match(css, /@media ?\(min-width:/)
    assert.doesNotMatch(css, /\((?:width|height) ?[<>]/, 'which Safari before 16.4 passes over')
  }
})

test('the styles have no left and no right, so that one file serves both directions', () => {
  for (const css of styles) assert.doesNotMatch(css, /(?:margin|padding)-(?:left|right):/)
})
