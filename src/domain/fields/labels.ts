const GAP = String.raw`[\s.:°#=,;'’*\-/_\u2010-\u2015]+`
const NUMERO = [String.raw`n(?=\s?[°.:#])`, 'num[ée]ro', 'num', 'رقم', 'الرقم']
/** Only before another word of the label: `LA 123456` is a number. */
const JOINING = `(?:(?:de|du|des|la|le|les|mon|ma|mes|votre|chez)${GAP}|[dl]['’] ?)`

/** Removes a label, e.g. `N° de CIN : `. `words`: regular expressions. `glued`: the label may touch a digit. */
export function labels(words: readonly string[], { glued = false } = {}): (text: string) => string {
  const word = [...NUMERO, ...(glued ? ['n', 'no', 'nr'] : []), ...words].join('|')
  const end = glued ? `(?:${GAP}|(?=\\d))` : GAP
  const label = new RegExp(`^[#*:.\\s]*(?:${JOINING}*(?:${word})${end})*[#*:\\s]*`, 'iu')
  return text => text.replace(label, '')
}

export const registrationLabels = (names: readonly string[]) =>
  labels(
    [...REGISTRATION, ...names.map(name => RegExp.escape(name))].concat([
      'identifiant',
      'التسجيل',
      'تسجيل',
      'التأمين',
      'المؤمن',
      'البطاقة',
      'بطاقة',
    ]),
    { glued: true },
  )
const REGISTRATION = [
  'immatriculation',
  'immat',
  'imm',
  'r[ée]f',
  'dossier',
  'matricule',
  'mle',
  'affiliation',
  'assur[ée]e?',
  'carte',
]
export const EMPLOYER = labels(
  [
    'ppr',
    'som',
    'doti',
    'cmr',
    'rcar',
    'matricule',
    'mle',
    'identifiant',
    'employeur',
    'loyer',
    'paie',
    'pension',
  ].concat(['retraite', 'التأجير', 'تأجير', 'المعاش', 'معاش', 'التقاعد', 'صندوق']),
)
export const CARD = labels(
  [String.raw`c\.?i\.?n(?:e|\.e\.)?\.?`, String.raw`c\.?n\.?i(?:e|\.e\.)?\.?`, 'carte'].concat([
    'nationale?',
    'identit[ée]',
    '[ée]lectronique',
    'البطاقة',
    'بطاقة',
    'الوطنية',
    'وطنية',
    'للتعريف',
    'التعريف',
  ]),
)
