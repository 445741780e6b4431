import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import ary from '../../locales/guide/ary.json' with { type: 'json' }
import { BUTTONS } from '../../src/agent/guide/buttons.ts'
import { BY_ERROR, situationOfError } from '../../src/agent/guide/by-error.ts'
import { BY_END, BY_FATE, BY_NOTICE, BY_PAGE } from '../../src/agent/guide/by-state.ts'
import { handOverOfStep, situationsOfStep } from '../../src/agent/guide/of-step.ts'
import { ADVICE, SENTENCES, SITUATIONS, type Situation, SPOKEN_LANGUAGES } from '../../src/agent/guide/spoken.ts'
import { hasCopy } from '../../src/i18n/locales.ts'
import { LIVE_WORDS } from '../../src/web/live-page/words.ts'
import { fr } from '../support/copy.ts'

/** The name of the insurer apart, which French has with its article. */
const variables = (text: string) =>
  [...new Set(text.match(/{{.*?}}|\$t\(.*?\)/g))].filter(name => !/rganisation}}$/.test(name)).toSorted()
/** The situations without words in one of the languages, of those that keys lead to. */
const wordless = (keys: readonly string[], lead: (key: string) => string | undefined) =>
  keys.filter(key => !SPOKEN_LANGUAGES.every(spoken => SENTENCES[spoken][lead(key) as Situation]?.text))

describe('what agents say', () => {
  test('has the same situations in the same order in all three languages', () => {
    for (const spoken of SPOKEN_LANGUAGES)
      assert.deepEqual(Object.keys(SENTENCES[spoken]), Object.keys(SENTENCES.fr), spoken)
  })

  test('has words for every error of the copy, and for no other', () => {
    assert.deepEqual(wordless(LIVE_WORDS.errors, situationOfError), [])
    const listed = Object.entries(BY_ERROR).flatMap(([place, errors]) =>
      Object.keys(errors).map(error => `${place}.errors.${error}`),
    )
    assert.deepEqual(listed.toSorted(), LIVE_WORDS.errors.toSorted())
  })

  test('has words for every notice of the copy, or leaves it to those of the step', () => {
    const sentences = LIVE_WORDS.notices.filter(key => !LIVE_WORDS.notices.some(other => other.startsWith(`${key}.`)))
    assert.ok(sentences.length > 20)
    const lead = (key: string) => BY_NOTICE[key.replace('notices.', '')]
    assert.deepEqual(
      wordless(
        sentences.filter(key => lead(key) !== 'step'),
        lead,
      ),
      [],
    )
  })

  test('has words for every page, every end of following and every report of an operator', () => {
    const pages = LIVE_WORDS.pages.filter(page => !LIVE_WORDS.steps.includes(page))
    assert.deepEqual(
      wordless(pages, page => BY_PAGE[page]),
      [],
    )
    const ends = Object.keys(fr.console.follow.states).filter(state => state in BY_END)
    assert.deepEqual(ends.toSorted(), ['lapsed', 'member', 'session', 'taken', 'unreadable'])
    assert.deepEqual(
      wordless(ends, end => BY_END[end]),
      [],
    )
    for (const fates of Object.values(BY_FATE))
      assert.deepEqual(
        wordless(['undelivered', 'failed', 'unanswered'], fate => fates[fate as 'failed']),
        [],
      )
  })

  test('has words for every step, its mistakes and when to hand over', () => {
    for (const step of LIVE_WORDS.steps) {
      assert.ok(situationsOfStep(step).length > 0, step)
      for (const { mistakes, handOver } of Object.values(ADVICE)) {
        assert.ok(Object.keys(mistakes[step] ?? {}).length > 0, step)
        for (const name of handOverOfStep(step)) assert.ok(handOver[name]?.text, `${step} ${name}`)
      }
    }
  })

  test('has no agent ask for an address to be read out, in the facts beside the words either', () => {
    assert.match(fr.console.follow.now.like, /vérifier .*, sans la faire lire/)
    for (const spoken of ['fr', 'ary'] as const)
      assert.match(SENTENCES[spoken]['email-like'].text, /sans me lire|بلا ما تقراو/)
  })

  test('has a way on after a time is over, also if it was that of the answers', () => {
    const again = { fr: /recommencer depuis le début/, ar: /البدء من جديد/, ary: /تبداو من اللول/ }
    for (const spoken of SPOKEN_LANGUAGES) assert.match(SENTENCES[spoken]['follow-lapsed'].text, again[spoken])
  })

  test('names each situation to agents, and no other', () => {
    assert.deepEqual(Object.keys(fr.console.guide.when).toSorted(), SITUATIONS.toSorted())
  })

  test('fills in the same figures in Darija as in French', () => {
    for (const situation of Object.keys(SENTENCES.fr) as Situation[])
      assert.deepEqual(variables(SENTENCES.ary[situation].text), variables(SENTENCES.fr[situation].text), situation)
  })

  test('takes the name of each button from the copy of the pages', () => {
    const naming = SITUATIONS.filter(situation => SENTENCES.fr[situation].text.includes('{{button}}'))
    assert.deepEqual(Object.keys(BUTTONS).toSorted(), naming.toSorted())
    for (const key of Object.values(BUTTONS)) assert.ok(hasCopy(key), key)
  })

  test('is one to four sentences, so that it can be said in one breath', () => {
    for (const spoken of SPOKEN_LANGUAGES)
      for (const situation of SITUATIONS)
        assert.ok(SENTENCES[spoken][situation].text.split(/[.؟?!](?=\s|$)/).length <= 5, `${spoken} ${situation}`)
  })
})

describe('the Darija of agents', () => {
  const texts = Object.entries(ary.say).map(([situation, { text }]) => [situation, text] as const)

  test('is written in Arabic letters, addresses several, and has no tanwin', () => {
    for (const [situation, text] of texts) {
      assert.match(text, /\p{Script=Arabic}/u, situation)
      assert.doesNotMatch(text, /[\u064b-\u064d]|أوا(?!\p{L})/u, situation)
      assert.doesNotMatch(text, /(?:ديالك|ليك|معاك|عندك|صفحتك)(?!\p{L})/u, situation)
    }
  })

  test('has no stray spaces, and none before a mark', () => {
    for (const [situation, text] of texts) {
      assert.doesNotMatch(text, / {2}|[\s\u00a0][،؛؟!:.]|[^\S ]|\p{Cf}/u, situation)
      assert.equal(text, text.trim(), situation)
    }
  })

  test('says الكود for the code and كلمة المرور for the password', () => {
    for (const [situation, text] of texts) assert.doesNotMatch(text, /رمز|مو ?د[ي]? ?باس|كلمة السر/u, situation)
  })
})
