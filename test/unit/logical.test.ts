import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import postcss from 'postcss'
import { logical } from '../../src/assets/build/logical.ts'

describe('sides in the styles', () => {
  for (const [written, built] of [
    ['left:2px;width:40px', 'right:2px;left:2px;width:40px'],
    ['right:2px;width:40px', 'left:2px;right:2px;width:40px'],
    ['right:0;left:0', 'right:0;left:0'],
    ['margin-left:1px', 'margin-inline-start:1px'],
    ['border-right-color:red', 'border-inline-end-color:red'],
    ['text-align:right', 'text-align:end'],
    ['padding:1px 2px', 'padding:1px 2px'],
    ['padding:1px 2px 3px 4px', 'padding-top:1px;padding-inline-end:2px;padding-bottom:3px;padding-inline-start:4px'],
  ] as const)
    test(`${written} is built as ${built}`, () => assert.equal(build(`a{${written}}`), `a{${built}}`))

  test('a tick drawn of borders keeps them as they are', () => {
    const tick = 'a::after{border-left:1px;border-width:0 0 5px 5px}'
    assert.equal(build(tick), tick)
  })

  test('a position on one side is refused if its rule has no width, since no browser could tell which side to drop', () => {
    assert.throws(() => build('a{left:2px}'), /left needs a width in the same rule/)
  })

  test('positions on both sides are refused if they differ', () => {
    assert.throws(() => build('a{left:2px;right:3px;width:1px}'), /left and right in one rule differ/)
  })
})

const build = (css: string) => postcss([logical()]).process(css, { from: undefined }).css
