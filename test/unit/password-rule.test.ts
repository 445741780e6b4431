import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { passwordRuleFor } from '../../src/domain/common-passwords.ts'
import { readOrganisation } from './organisation.ts'

const rule = passwordRuleFor(readOrganisation('cnops'))
const email = 'zoubida.q1957@exemple.ma'
const long = (length: number) => `Xq7${'é'.repeat(length - 3)}`

type Case = [what: string, password: string, problem: string | undefined]
const tables: Record<string, Case[]> = {
  'the rule of the guide (PW-1)': [
    ['nothing', '', 'required'],
    ['7 characters', 'Xqzwv7k', 'short'],
    ['8 characters', 'Xqzwv7kj', undefined],
    ['7 characters of which one takes two code units', 'Xqzwv7😀', 'short'],
    ['8 characters of which one takes two code units', 'Xqzwv7k😀', undefined],
    ['no capital', 'xqzwv7kj', 'capital'],
    ['no digit', 'Xqzwvjkj', 'digit'],
    ['7 characters without a capital', 'xqzwv7k', 'short-capital'],
    ['7 characters without a digit', 'Xqzwvjk', 'short-digit'],
    ['neither capital nor digit', 'xqzwvjkj', 'capital-digit'],
    ['a short word that is common as well', 'maroc', 'short-capital-digit'],
    ['É for a capital', 'Éqzwv7kj', undefined],
    ['Ж for a capital', 'Жqzwv7kj', undefined],
    ['Arabic letters alone, which have no capitals', 'كلمةمرور123', 'capital'],
    ['Arabic letters and a Latin capital', 'كلمةمرور123K', undefined],
    ['Arabic-Indic digits for digits', 'Xqzwv٧kj', undefined],
    ['a superscript for a digit', 'Xqzwv²kj', 'digit'],
    ['no symbol, which nobody asks for', 'Xqzwv7kjmn', undefined],
  ],
  'length and characters (PW-2)': [
    ['128 characters', long(128), undefined],
    ['129 characters', long(129), 'long'],
    ['128 characters with emoji', `Xq7${'😀'.repeat(125)}`, undefined],
    ['129 characters with emoji', `Xq7${'😀'.repeat(126)}`, 'long'],
    ['spaces within and around', '  Xq zw 7v  ', undefined],
  ],
  'what thieves try first (PW-3)': [
    ['a common password', 'Password1', 'common'],
    ['a common French password', 'Azerty123', 'common'],
    ['the country and a year', 'Maroc2024', 'common'],
    ['the insurer and a year', 'Cnops2024', 'common'],
    ['a city and a digit', 'Casablanca1', 'common'],
    ['a city with its accent', 'Kénitra2024', 'common'],
    ['a word in another case', 'mAROC2024', 'common'],
    ['a first name and a year', 'Fatima1960', 'common'],
    ['a word between digits and symbols', '12!?Marrakech_20', 'common'],
    ['a word with five digits, which is long enough to pass', 'Marrakech20241', undefined],
    ['the whole e-mail address', 'Zoubida.q1957@exemple.ma', 'common'],
    ['the e-mail name', 'Zoubida.q1957', 'common'],
    ['the e-mail name and a symbol', 'Zoubida.q1957!', 'common'],
    ['the e-mail name with other digits', 'Zoubida.q2024', 'common'],
    ['a phrase', 'cheval Bleu 7 pommes', undefined],
    ['a word inside a phrase', 'Maroc 7 chevaux bleus', undefined],
  ],
}

for (const [what, cases] of Object.entries(tables))
  describe(what, () => {
    for (const [label, password, problem] of cases)
      test(`${label} is ${problem ? `refused: ${problem}` : 'taken'}`, () => {
        assert.equal(rule(password, { email }), problem)
      })
  })

test('the name of the insurer is refused only where it is the insurer (PW-3, PW-1, PW-2)', () => {
  assert.equal(passwordRuleFor(readOrganisation('cnss'))('Cnss2026', { email }), 'common')
  assert.equal(rule('Cnss2026', { email }), undefined)
})

test('an e-mail name of digits alone refuses nothing else', () => {
  assert.equal(rule('Xqzwv7kj', { email: '0612345678@exemple.ma' }), undefined)
})
