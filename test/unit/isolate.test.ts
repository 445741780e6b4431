import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { isolated, toHtml, withIsolatedRuns, withoutIsolates } from '../../src/i18n/isolate.ts'

const [LRI, PDI] = ['\u2066', '\u2069']
const run = (text: string) => `${LRI}${text}${PDI}`

describe('a value in a sentence', () => {
  for (const value of ['774 727', '+212 6 12 34 56 78', 'nom@exemple.ma', 'R-4821379', '14:30', '123456'])
    test(`keeps its order among Arabic words: ${value}`, () => assert.equal(isolated(value), run(value)))

  test('that is Arabic itself, or a plain figure, needs no isolation', () => {
    for (const value of ['الصندوق', '22 نونبر 2026', '5', '120']) assert.equal(isolated(value), value)
  })
})

describe('an example in the copy', () => {
  const cases: [text: string, isolated: string][] = [
    ['مثل AB123456.', `مثل ${run('AB123456')}.`],
    ['مثل 06 12 34 56 78.', `مثل ${run('06 12 34 56 78')}.`],
    ['مثل 123/1960.', `مثل ${run('123/1960')}.`],
    ['مثل nom@exemple.ma.', `مثل ${run('nom@exemple.ma')}.`],
    ['المرحلة {{n}} من 8', 'المرحلة {{n}} من 8'],
    ['اتصلوا بالرقم {{phone}}', 'اتصلوا بالرقم {{phone}}'],
  ]
  for (const [text, expected] of cases)
    test(`is isolated, the rest unchanged: ${text}`, () => {
      assert.deepEqual(withIsolatedRuns({ deep: [text] }), { deep: [expected] })
    })
})

describe('text on its way to a page', () => {
  test('has every character of HTML escaped', () => {
    assert.equal(toHtml(`<b> & "c" 'd'`), '&lt;b&gt; &amp; &quot;c&quot; &#39;d&#39;')
  })

  test('has its isolates as bdi elements', () => {
    assert.equal(toHtml(`رقم ${run('a@b.ma')}`), 'رقم <bdi dir="ltr" translate="no">a@b.ma</bdi>')
    assert.equal(toHtml(`يوم ${run('22 mai')}`), 'يوم <bdi dir="ltr" translate="no">22 mai</bdi>')
  })

  test('has numbers that do not break at the end of a line', () => {
    assert.equal(toHtml(`رقم ${run('06 12')}`), 'رقم <bdi dir="ltr" translate="no" class="app-number">06 12</bdi>')
    assert.equal(toHtml(`رقم ${run('AB 12')}`), 'رقم <bdi dir="ltr" translate="no" class="app-number">AB 12</bdi>')
  })

  test('has its link if it has an address, and plain words if not', () => {
    assert.equal(
      toHtml('les <a>conditions</a>', '/x?a=1&b="2"'),
      'les <a href="/x?a=1&amp;b=&quot;2&quot;">conditions</a>',
    )
    assert.equal(toHtml('les <a>conditions</a>'), 'les conditions')
  })

  test('loses the isolates if they would be visible', () =>
    assert.equal(withoutIsolates(run('06') + run('12')), '0612'))
})
