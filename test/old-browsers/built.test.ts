import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import postcss from 'postcss'
import { beyondFloor } from './css-uses.ts'
import { SCRIPT, STYLES } from './exceptions.ts'
import { scriptBeyondFloor, takesListApart } from './script-uses.ts'

/** Members have the phones that they have; the console is for the browsers of a call centre. */
const ofMembers = (pattern: string) =>
  globSync(pattern, { exclude: ['**/console*'] }).map(file => readFileSync(file, 'utf8'))
const styles = ofMembers('public/assets/*.css')
const scripts = ofMembers('public/assets/*.js')

describe('the oldest browsers that package.json names', () => {
  test('know everything in the styles of each insurer, or pass over it without harm', () => {
    assert.equal(styles.length, globSync('config/organisations/*.json').length)
    const found = styles.flatMap(css => unknownStyles(css))
    assert.deepEqual([...new Set(found.map(({ key }) => key))].toSorted(), Object.keys(STYLES).toSorted(), told(found))
  })

  test('know everything in the script', () => {
    assert.equal(scripts.length, 1)
    assert.deepEqual(scriptBeyondFloor(scripts[0]!), Object.keys(SCRIPT).toSorted())
    assert.equal(takesListApart(scripts[0]!), false)
  })
})

describe('the check of styles finds', () => {
  for (const [what, css, ...keys] of [
    ['a property', 'a{inset-inline-start:0}', 'css.properties.inset-inline-start'],
    ['a shorthand', 'a{margin-inline:0}', 'css.properties.margin-inline'],
    ['a ratio', 'a{aspect-ratio:1}', 'css.properties.aspect-ratio'],
    ['a keyword', 'a{overflow:clip}', 'css.properties.overflow.clip'],
    ['a function', 'a{color:color-mix(in srgb,red,blue)}', 'css.types.color.color-mix'],
    ['a colour of the system', 'a{color:MarkText}', 'css.types.color.system-color.marktext'],
    ['a unit', 'a{height:100dvh}', 'css.types.length.viewport_percentage_units_dynamic'],
    ['a gap between flexible boxes', 'a{display:flex}@media print{b > a{gap:1px}}', 'css.properties.gap.flex_context'],
    ['a pseudo-class', 'a:has(b){color:red}', 'css.selectors.has'],
    ['a list inside :not', 'a:not(b,c){color:red}', 'css.selectors.not.selector_list'],
    ['rules in rules', 'a{b{color:red}}', 'css.selectors.nesting'],
    ['a range', '@media(width>=40em){a{color:red}}', 'css.at-rules.media.range_syntax'],
    ['a feature of the screen', '@media(update:none){a{color:red}}', 'css.at-rules.media.update'],
    ['a rule', '@layer a{b{color:red}}', 'css.at-rules.layer'],
    ['a question about selectors', '@supports selector(a){a{color:red}}', 'css.at-rules.supports.selector'],
    ['a misspelt property', 'a{colr:red}', 'unknown: css.properties.colr'],
    ['nothing in a grid', 'a{display:grid;gap:1px}'],
    ['nothing in what a known value stands before', 'a{width:auto;width:fit-content}'],
    ['nothing in what stands there with its prefix as well', 'a{-webkit-appearance:none;appearance:none}'],
  ] as const)
    test(what, () =>
      assert.deepEqual(
        unknownStyles(css).map(({ key }) => key),
        keys,
      ),
    )
})

describe('the check of scripts finds', () => {
  for (const [code, ...names] of [
    ['e => e.submitter', '.submitter'],
    ['({ submitter: s }) => s', '.submitter'],
    ['f.requestSubmit()', '.requestSubmit()'],
    ['"a".replaceAll("a", "b")', '.replaceAll()'],
    ['[1].toSorted()', '.toSorted()'],
    ['structuredClone(1)', 'structuredClone'],
    ['new ResizeObserver(f)', 'ResizeObserver'],
    ['AbortSignal.timeout(5)', 'AbortSignal.timeout'],
    ['Promise.any([])', 'Promise.any'],
    ['addEventListener("scrollend", f)', 'on scrollend'],
    ['/(?<=a)b/.test("")', 'lookbehind'],
    ['Object.fromEntries([[1].flat()])'],
    ['let structuredClone; structuredClone(1)'],
  ] as const)
    test(`${names[0] ?? 'nothing'} in ${code}`, () => assert.deepEqual(scriptBeyondFloor(code), names))

  test('newer syntax', () => {
    for (const code of ['a?.b', 'a ?? b', '1n']) assert.throws(() => scriptBeyondFloor(code), SyntaxError, code)
  })

  test('a list literal whose rest is taken, and no other', () => {
    assert.deepEqual(
      ['let [a, ...b] = [1]', '[a, ...b] = [1]', 'let [a, ...b] = c', 'let [a] = [1]'].map(takesListApart),
      [true, true, false, false],
    )
  })
})

function unknownStyles(css: string) {
  return beyondFloor(postcss.parse(css)).filter(({ hasFallback }) => !hasFallback)
}

function told(found: ReturnType<typeof unknownStyles>): string {
  return found
    .filter(({ key }) => !STYLES[key])
    .map(({ key, lackedBy, node }) => `${key} (${lackedBy.join(', ')}): ${node.toString().slice(0, 80)}`)
    .join('\n')
}
