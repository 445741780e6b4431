import { ar, fr } from './copy.ts'

type Copy = { readonly [key: string]: string | boolean | Copy }
interface Asked {
  key: string
  place: string
  why: string
  fr: string
  ar: string
}

/** Arabic that stands in the insurer's own guide, word for word. */
const GUIDE = new Set([
  'أقوم بإنشاء حسابي',
  'إنشاء حسابي، سهل وسريع!',
  'الإدلاء بالهوية',
  'رقم التسجيل',
  'رقم البطاقة الوطنية للتعريف',
  'تاريخ الازدياد',
  'عنوان البريد الإلكتروني',
  'تأكيد عنوان البريد الإلكتروني',
  'رمز التحقق',
  'إعادة إرسال الرمز',
  'كلمة المرور',
  'تأكيد كلمة المرور',
  'تأكيد',
  'تسجيل',
  'أوافق على <a>الشروط العامة</a> للاستخدام، خصوصا تلك المتعلقة باحترام المعطيات الشخصية للمرتفقين.',
])

/** Where the keys that begin so are shown, and what there is to confirm. The first that fits holds. */
const PLACES: readonly [start: string, place: string, why: string][] = [
  ['service.', 'head, foot and frame of every page', 'so short that it may be taken for something else'],
  ['units.', 'durations and times within sentences', 'form of the noun after each number, and after بعد and لمدة'],
  ['notices.', 'above the form: limits, outages, failed sends', 'says that nothing is the reader’s fault'],
  ['warning.', 'bar before the end of the session', 'is read in a hurry'],
  ['done.', 'above the form, after a new code, a change, a language', 'is read aloud by itself'],
  ['countdown.', 'code pages, beside the new code', 'is read aloud by itself'],
  ['captcha.', 'above the button of pages 2, 5 and 7', 'words for a machine'],
  ['steps.terms.', 'page 1, conditions', 'guide’s sentences, shortened and turned into the plural'],
  ['steps.identity.', 'page 2, identity', 'names of numbers and documents as members know them'],
  ['steps.payment.', 'page 3, payment', 'names of numbers and documents as members know them'],
  ['steps.email.', 'page 4, e-mail', 'guide’s sentences, shortened and turned into the plural'],
  ['steps.email-code.', 'page 5, e-mail code', 'guide’s sentences, shortened and turned into the plural'],
  ['steps.mobile.', 'page 6, mobile number', 'guide’s sentences, shortened and turned into the plural'],
  ['steps.mobile-code.', 'page 7, SMS code', 'words for telephones and messages'],
  ['steps.password.', 'page 8, password', 'guide’s sentences, shortened and turned into the plural'],
  ['pages.legal.', 'general conditions', 'terms of law 09-08; for a lawyer as well'],
  ['pages.done.', 'last page', 'guide’s sentence says “password”, ours “account”, as in French'],
  ['pages.', 'start, end and error pages', 'written for this service'],
  ['messages.voice.', 'call that says the code', 'is spoken by a machine, without vowel signs'],
  ['messages.sms.', 'SMS', 'must fit 70 characters'],
  ['messages.', 'mails', 'written for this service'],
  ['console.', 'console of the call centre', 'is read by agents, not by members'],
  ['summary', 'heading of every list of errors', 'written for this service'],
]

/** What an editor was unsure of. */
const DOUBTS: Readonly<Record<string, string>> = {
  'units.short.minutes': 'is one letter for minutes (د) and seconds (ث) understood?',
  'captcha.label': 'guide’s إنسان آلي, or روبوت?',
  'captcha.working': 'instead of جار التحقق, which without tanwin reads “neighbour”',
  'service.reference': 'المرجع, or رقم الملف?',
  'steps.identity.fields.employerId.label': 'are PPR and SOM known as رقم التأجير and رقم المعاش?',
  'steps.identity.fields.registrationNumber.hint': 'is “رقم الانخراط” what the card of the mutual fund says?',
  'steps.payment.title': 'is تعويض what members call being paid back?',
  'steps.password.rules.capital': 'is “a Latin capital, like A” enough for who writes Arabic only?',
  'steps.mobile-code.news.smsOptedOut': 'STOP and START within an Arabic sentence',
  'pages.expired.title': '“time is up”, instead of الجلسة (session)',
  'pages.cookies.title': 'ملفات تعريف الارتباط, or كوكيز alone?',
  'pages.closed.title': '“stopped”: neither a fault of the reader nor final?',
  'pages.start.list.cni': 'with الإلكترونية here, without on page 2 as in the guide',
  'messages.sms.code.3': 'سري by itself, at the end of an SMS',
}

/**
 * Every Arabic text of ours, in the order of the copy. Texts that are another key's, or the insurer's guide's, are left out; what
 * agents say stands in docs/review.md.
 */
export function wordsToConfirm(): Asked[] {
  const french = new Map(texts(fr as unknown as Copy))
  return texts(ar as unknown as Copy)
    .filter(([key, ar]) => !key.startsWith('guide.') && /\p{Script=Arabic}/u.test(ar) && !GUIDE.has(ar))
    .map(([key, ar]) => {
      const [, place, why] = PLACES.find(([start]) => key.startsWith(start)) ?? []
      if (!place || !why) throw new Error(`No place for ${key} in test/support/words.ts`)
      return { key, place, why: DOUBTS[key] ?? why, fr: french.get(key) ?? '', ar }
    })
}

/** Keys with a doubt of their own that the copy does not have, or not in Arabic of ours. */
export function strayDoubts(): string[] {
  const asked = new Set(wordsToConfirm().map(({ key }) => key))
  return Object.keys(DOUBTS).filter(key => !asked.has(key))
}

export function wordsPage(): string {
  const asked = wordsToConfirm()
  const doubted = asked.filter(({ key }) => key in DOUBTS)
  return `${HEAD}
## Asked first

${table(doubted)}
## All texts

${table(asked)}`
}

const HEAD = `# Words for a native speaker

The Arabic of this service was written and read by editors, not by native speakers. Before the service opens, one who knows the
words of the insurer's members confirms each text below. The guide's own words are not listed. Place says where a text is
shown, why says what to look at; \`{{…}}\` is filled in. Corrections go into \`locales/ar.json\`, at the key; of what begins
with \`console.\` into \`locales/console/ar.json\`.

Written by \`npm run words\` from \`locales\` and \`test/support/words.ts\`.
`

function table(rows: readonly Asked[]): string {
  const lines = rows.map(({ key, place, why, fr, ar }) => [`\`${key}\``, place, why, fr, ar].map(cell).join(' | '))
  return `| key | place | why | French | Arabic |\n|---|---|---|---|---|\n${lines.map(line => `| ${line} |\n`).join('')}`
}

const cell = (text: string) =>
  text.replaceAll('|', '\\|').replaceAll('\n', '<br>').replaceAll('<a>', '').replaceAll('</a>', '')

function texts(copy: Copy, path = ''): [key: string, text: string][] {
  return Object.entries(copy).flatMap(([key, value]) =>
    typeof value === 'object' ? texts(value, `${path}${key}.`) : typeof value === 'string' ? [[path + key, value]] : [],
  )
}
