/** Providers with an address in many countries, and where: hotmail.es, yahoo.co.uk. */
const EVERYWHERE = 'hotmail outlook live yahoo gmx msn'
const ENDINGS =
  'com net fr es it be de nl ch at lu pt ie gr se no dk fi pl ro cz hu ru eu us ca ma dz tn eg sa ae tr br ar mx cl in jp kr cn id sg my ph' +
  ' co.uk co.jp co.in co.id co.th co.kr co.il co.za co.nz com.br com.ar com.mx com.au com.tr com.sg com.hk com.tw com.ph com.vn com.my'
/** Others that are only a slip or two away from a common one. */
const OTHERS =
  'gmail.com googlemail.com mail.com ymail.com email.com zmail.com imail.com icloud.com cloud.com menara.ma'

const places = EVERYWHERE.split(' ').flatMap(name => ENDINGS.split(' ').map(ending => `${name}.${ending}`))
const real = new Set([...places, ...OTHERS.split(' ')])

/** Whether people have mailboxes there, so that a page must not call it mistyped. */
export const isReal = (domain: string): boolean => real.has(domain)
