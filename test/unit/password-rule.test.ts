import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { passwordRuleFor } from '../../src/domain/passwords/common-passwords.ts'
import { readOrganisation } from './organisation.ts'

const rule = passwordRuleFor(readOrganisation('cnops'))
const context = {
  email: 'zoubida.q1957@exemple.ma',
  phone: '+212612345678',
  isOwnCard: (card: string) => card === 'XA778812',
}
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
    ['a word with any number of digits', 'Marrakech20241956', 'common'],
    ['the insurer, a sign and a year', 'Cnops@2026', 'common'],
    ['a city, a sign and a year', 'Rabat@2024', 'common'],
    ['a year, a city and signs', '1960--Agadir!!', 'common'],
    ['a Moroccan given name and a digit', 'Ghizlane1', 'common'],
    ['a given name in another spelling', 'Hassane@1961', 'common'],
    ['a wish and a digit', 'Hamdoullah1', 'common'],
    ['a month and a year', 'Ramadan-1447', 'common'],
    ['a month of the other calendar and a year', 'Février*1958', 'common'],
    ['a common word and a year', 'Azerty@2026', 'common'],
    ['a word with signs for letters', 'C@s@bl@nc@2024', 'common'],
    ['a word with digits for letters', 'M4r0c2024!', 'common'],
    ['a name as it is written in telephones', '3abd2000Rahman', 'common'],
    ['a name with a digit for a letter within', 'Mo7amed2024', 'common'],
    ['a word with a sign after each letter', 'R.a.b.a.t.2024', 'common'],
    ['two names', 'Fatima.Alaoui1960', 'common'],
    ['two names in one', 'FatimaAlaoui1960', 'common'],
    ['two words and a year between', 'Rabat2024Maroc', 'common'],
    ['an initial and a name', 'F.Alaoui1960', 'common'],
    ['a letter and a row of digits', 'M123456789!', 'common'],
    ['the own number', 'A0612345678', 'common'],
    ['the own number with its country', 'Tel +212 612 34 56 78', 'common'],
    ['the own card number', 'Xa778812!', 'common'],
    ['the own card number and a year', 'XA-778812-2024', 'common'],
    ["somebody else's card number", 'Xa778813!', undefined],
    ['a word of the e-mail name', 'ZOUBIDA-1957', 'common'],
    ['the whole e-mail address', 'Zoubida.q1957@exemple.ma', 'common'],
    ['the e-mail name', 'Zoubida.q1957', 'common'],
    ['the e-mail name and a symbol', 'Zoubida.q1957!', 'common'],
    ['the e-mail name with other digits', 'Zoubida.q2024', 'common'],
    ['a phrase', 'cheval Bleu 7 pommes', undefined],
    ['a word inside a phrase', 'Maroc 7 chevaux bleus', undefined],
    ['two words of which one is on no list', 'Rabat 7 pommes', undefined],
    ['three names, which nobody tries in a row', 'Rabat Fatima 7 Soleil', undefined],
    ['letters and digits by chance', 'x7K-ali-9Q2z', undefined],
    ['another chance', 'G4r-Tw9-bnq', undefined],
    ['a chance that a manager draws', 'eB3!mars-q7Zk', undefined],
    ['a phrase in one word', 'Lechatboit7verres', undefined],
  ],
}

for (const [what, cases] of Object.entries(tables))
  describe(what, () => {
    for (const [label, password, problem] of cases)
      test(`${label} is ${problem ? `refused: ${problem}` : 'taken'}`, () => {
        assert.equal(rule(password, context), problem)
      })
  })

test('the name of the insurer is refused only at that insurer (PW-3, PW-1, PW-2)', () => {
  assert.equal(passwordRuleFor(readOrganisation('cnss'))('Cnss2026', context), 'common')
  assert.equal(rule('Cnss2026', context), undefined)
})

test('a word of an e-mail name is refused with a sign and a year, though it is on no list (PW-3)', () => {
  assert.equal(rule('Trobnik@1957', { ...context, email: 'w.trobnik.57@exemple.ma' }), 'common')
  assert.equal(rule('Trobnik@1957', context), undefined)
})

test('an e-mail name of digits alone refuses nothing else', () => {
  assert.equal(rule('Xqzwv7kj', { ...context, email: '0612345678@exemple.ma' }), undefined)
})
