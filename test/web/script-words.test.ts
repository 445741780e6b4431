import assert from 'node:assert/strict'
import { globSync, readFileSync } from 'node:fs'
import { describe, test } from 'node:test'
import { scriptWords } from '../../src/assets/build/words.ts'
import { ar, fr } from '../support/copy.ts'

const words = await scriptWords()
const HTML = Object.keys(words.both).filter(name => /^</.test(words.both[name]!))

describe('what only the script says', () => {
  test('is in the built script, in every mode', () => {
    const script = readFileSync(globSync('public/assets/app.*.js')[0]!, 'utf8')
    for (const said of Object.values(words))
      for (const [name, text] of Object.entries(said)) assert.ok(script.includes(text), `${name}: ${text}`)
  })

  test('is the copy of its mode, Arabic marked as such beside French', () => {
    assert.ok(HTML.length >= 10)
    for (const name of HTML) {
      assert.doesNotMatch(words.fr[name]!, /\p{Script=Arabic}/u)
      assert.doesNotMatch(words.ar[name]!.replace(/<[^>]*>/g, ''), /\p{Script=Latin}/u)
      const arabic = /\p{Script=Arabic}/u
      const unmarked = words.both[name]!.replace(/<(\w+) lang="ar" dir="rtl">.*?<\/\1>/g, '')
      assert.match(words.both[name]!, arabic)
      assert.doesNotMatch(unmarked, arabic, name)
    }
    assert.equal(words.fr['cut'], `<p>${fr.service.lineCut}</p>`.replaceAll("'", '&#39;'))
    assert.equal(words.ar['cut'], `<p>${ar.service.lineCut}</p>`)
  })

  test('leaves a blank for what the page alone knows, and has a word for each plural', () => {
    const blanks = (text = '') => text.match(/<bdi[^>]*>-<\/bdi>/g)?.length ?? 0
    assert.deepEqual(
      [words.fr, words.both].map(said => [blanks(said['warning']), blanks(said['in'])]),
      [
        [2, 1],
        [4, 2],
      ],
    )
    for (const name of ['wholeMinutes', 'wholeSeconds', 'minutes', 'seconds'])
      assert.equal(words.both[name]!.split('|').length, 5)
  })

  test('is not in the pages', () => {
    for (const file of globSync('public/assets/*.dict'))
      assert.ok(!readFileSync(file, 'utf8').includes('data-say'), file)
  })
})
