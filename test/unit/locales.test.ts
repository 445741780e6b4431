import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { createInstance } from 'i18next'
import { ar, fr } from '../support/copy.ts'

const copies = { fr: sentences(fr), ar: sentences(ar) }
const everySentence = [...copies.fr, ...copies.ar]

/** What the insurer's guide says to one person; the copy says it to several. */
const GUIDE_IN_THE_SINGULAR = [
  'لإنشاء حسابك الشخصي، يجب علينا أولاً التحقق من هويتك.',
  'لهذا الغرض، سنطرح عليك سلسلة من الأسئلة.',
  'نود أن نطمئنك بأن إجاباتك لن تُحفظ في نظامنا',
  'يرجى الحفاظ على سرية بياناتك الشخصية',
  'تجنب كشف كلمة المرور الخاصة بك',
  'تأكد من وجود هاتفك على مقربة منك',
  'تأكد من تقديم معلومات صحيحة وكاملة.',
  'وتحقق من صحة العنوان',
  'لأنه ستحتاجهما من أجل التوصل برمز التحقق.',
  'سيتم إرسال رمز التحقق إلى العنوان الذي ستقدمه.',
  'الذي قمت بتقديمه',
  'إذا لم تجد البريد الإلكتروني',
  'إذا لم تتلقَّ رسالة نصية',
  'انقر على «إعادة إرسال الرمز»',
  'اضغط على زر',
  'ابدأ',
]

/** Of `organisationWords`. */
const OF_THE_INSURER = /^{{(?:- )?(?:\w*[oO]rganisation|\w*mployerNumbers)}}$/

/** Words that end in kaf and address nobody. */
const NOT_ADDRESSED = new Set(['هناك', 'ذلك', 'تلك', 'كذلك', 'البنك', 'بنك', 'الاشتراك', 'مشترك', 'الشباك'])
const ONE_IS_TOLD = /^[وف]?(?:تأكد|تحقق|انقر|اضغط|ابدأ|اقرأ|اختر|أدخل|راجع|اكتب|أرسل|انتظر|حاول|اتصل|افتح|أعد|تجنب|قم)$/
const ONE_DOES = /^[وفل]?س?(?:تجد|تتلق|تقدمه|تحتاجهما)$|^[وف]?قمت$/

/** The words of a text that address one person: a suffix, an imperative, a verb. */
function singularIn(text: string): string[] {
  const words = text.match(/[\p{L}\p{M}]+/gu) ?? []
  // Vowel signs set a passive (أُرسل) apart from an imperative (أرسل); elsewhere they change nothing.
  return words.filter(word => {
    const bare = word.replace(/\p{M}/gu, '')
    const addressed = bare.endsWith('ك') && !NOT_ADDRESSED.has(bare.replace(/^[وفلب]/, '')) && !NOT_ADDRESSED.has(bare)
    return addressed || ONE_IS_TOLD.test(word) || ONE_DOES.test(bare)
  })
}

describe('the copy in both languages', () => {
  test('holds the same keys in the same order', () => {
    assert.deepEqual([...byKey(copies.ar).keys()], [...byKey(copies.fr).keys()])
  })

  for (const language of ['fr', 'ar'] as const) {
    test(`has every plural form that ${language} needs, and no other`, () => {
      const needed = new Intl.PluralRules(language).resolvedOptions().pluralCategories.toSorted()
      for (const [key, forms] of byKey(copies[language])) {
        if (forms.size > 1) assert.deepEqual([...forms.keys()].toSorted(), needed, key)
        else assert.ok(forms.has(''), `${key} has one plural form only`)
      }
    })
  }

  test('fills in the same values', () => {
    const inFrench = byKey(copies.fr)
    const inArabic = byKey(copies.ar)
    for (const [key, forms] of inArabic)
      assert.deepEqual(variables(forms, inArabic), variables(inFrench.get(key)!, inFrench), `variables of ${key}`)
  })

  test('names the count wherever the number can be large', () => {
    for (const [key, text] of everySentence) if (key.endsWith('_other')) assert.match(text, /{{count}}/, key)
  })

  test('marks the same links and no other mark-up', () => {
    const inArabic = new Map(copies.ar)
    for (const [key, text] of copies.fr)
      if (inArabic.has(key)) assert.deepEqual(tags(inArabic.get(key)!), tags(text), `links of ${key}`)
    for (const [key, text] of everySentence)
      assert.ok(['', '<a>,</a>'].includes(tags(text).join()), `${key} has mark-up other than one link`)
  })

  for (const language of ['fr', 'ar'] as const) {
    test(`reads as whole sentences in ${language}, with nothing left to fill in`, async () => {
      const t = await translator(language)
      for (const [key, forms] of byKey(copies[language]))
        for (const count of forms.size > 1 ? [0, 1, 2, 5, 10, 11, 100, 1_000_000] : [8])
          assert.doesNotMatch(t(key, count), /{{|}}|\$t\(|undefined/, key)
    })
  }
})

describe('the wording', () => {
  test('leaves durations, the insurer and telephone numbers to the configuration', () => {
    const duration =
      /\d\s*(?:(?:min|mn|minutes?|s|secondes?|h|heures?|j|jours?|ans?)(?!\p{L})|دقيق|دقائق|ثاني|ثوان|ساع|يوم|أيام|سن)/iu
    for (const [key, text] of everySentence) {
      assert.doesNotMatch(text, duration, key)
      assert.doesNotMatch(text, /\+212|05[\s\u00a0]?38/i, key)
    }
  })

  test('never calls the code or the password a "code secret"', () => {
    for (const [key, text] of everySentence)
      assert.doesNotMatch(text, /codes?[\s\u00a0]+secrets?|ال?رمز[\s\u00a0]+ال?سري|كلمة[\s\u00a0]+السر(?!\p{L})/iu, key)
  })

  test('keeps French punctuation on the line of its word', () => {
    // The prefix of the page title is in no line that could break, and other programs look for it as it is.
    for (const [key, text] of copies.fr)
      if (key !== 'service.errorPrefix') assert.doesNotMatch(text, / [:;?!»%]|« |[^\s\u00a0\u202f][;?!»]/, key)
  })

  test('sets no space before Arabic punctuation', () => {
    for (const [key, text] of copies.ar) if (!key.includes('Both')) assert.doesNotMatch(text, /[\s\u00a0][،؛؟!:.]/, key)
  })

  test('has no stray spaces, and no invisible characters but the non-breaking space', () => {
    for (const [key, text] of everySentence) {
      assert.doesNotMatch(text, / {2}|^\s|[^\S ]$|[\p{Cf}\u0640\ufffd]/u, key)
      if (!key.endsWith('errorPrefix')) assert.equal(text, text.trim(), key)
    }
  })
})

describe('the Arabic copy', () => {
  test('addresses the reader in the plural', () => {
    for (const [key, text] of copies.ar) assert.deepEqual(singularIn(text), [], key)
  })

  for (const sentence of GUIDE_IN_THE_SINGULAR)
    test(`would not take over from the guide: ${sentence}`, () => assert.notDeepEqual(singularIn(sentence), []))

  test('is spelled in one way: no tanwin written, plural imperatives on waw', () => {
    for (const [key, text] of copies.ar) {
      assert.doesNotMatch(text, /[\u064b-\u064d]/, key)
      assert.doesNotMatch(text, /أوا(?!\p{L})/u, key)
    }
  })

  test('calls an agent an employee, not a user', () => {
    const inFrench = new Map(copies.fr)
    for (const [key, text] of copies.ar) {
      assert.doesNotMatch(text, /مستخدم(?!ة)/, key)
      if (!key.startsWith('messages.sms.') && /\bagents?\b/.test(inFrench.get(key) ?? ''))
        assert.match(text, /موظف/, key)
    }
  })

  test('asks for a mobile number, not for any telephone', () => {
    for (const [key, text] of copies.ar)
      assert.doesNotMatch(text, /(?:رقم|أرقام) (?:ال)?هاتف(?:كم)?(?!\p{L})(?! (?:ال)?محمول)/u, key)
  })

  test('names buttons as actions, not as orders', () => {
    for (const [key, text] of copies.ar) if (/button$|resend$/.test(key)) assert.doesNotMatch(text, /وا(?!\p{L})/u, key)
  })

  test('puts a duration behind a word after which its dual is right', () => {
    const durations = /(\S+) {{(?:in|ago|kept|lifetime|idle|most)}}/g
    for (const [key, text] of copies.ar)
      for (const [, word] of text.matchAll(durations)) assert.match(word!, /^(?:بعد|قبل|لمدة|حوالي|ف?انتظروا)$/, key)
  })

  test('names what is read to an agent, which stands elsewhere on the page', () => {
    for (const { service } of [fr, ar])
      assert.ok(service.referenceHint.toLowerCase().includes(service.reference.toLowerCase()), service.referenceHint)
  })

  test('gives the hour as one says it', () => {
    for (const [key, text] of copies.ar)
      for (const [, before] of text.matchAll(/(\S+) {{(?:time|until|sent)}}/g)) assert.equal(before, 'الساعة', key)
  })
})

function sentences(copy: object, path = ''): [key: string, text: string][] {
  return Object.entries(copy).flatMap(([key, value]) =>
    typeof value === 'string' ? [[path + key, value]] : sentences(value, `${path}${key}.`),
  )
}

/** Key without its plural suffix → form ('' when it has none) → text, in the order of the file. */
function byKey(copy: [key: string, text: string][]) {
  const keys = new Map<string, Map<string, string>>()
  for (const [path, text] of copy) {
    const [, key = '', form = ''] = /^(.*?)(?:_(zero|one|two|few|many|other))?$/.exec(path) ?? []
    keys.set(key, (keys.get(key) ?? new Map()).set(form, text))
  }
  return keys
}

/** With those of the sentences within it. What the insurer's file fills in is apart: each language takes of it what it needs. */
function variables(forms: Map<string, string>, all: ReturnType<typeof byKey>): string[] {
  const found = [...forms.values()].flatMap(text => [
    ...(text.match(/{{.*?}}/g) ?? []),
    ...[...text.matchAll(/\$t\(([\w.-]+)/g)].flatMap(([, nested]) => variables(all.get(nested!)!, all)),
  ])
  return [...new Set(found)].filter(name => !OF_THE_INSURER.test(name)).toSorted()
}

function tags(text: string) {
  return text.match(/<[^>]*>?/g) ?? []
}

/** Renders a key with a value for every variable; a key or variable that is missing throws. */
async function translator(language: 'fr' | 'ar') {
  const i18n = createInstance()
  const values = Object.fromEntries(everySentence.flatMap(([, text]) => names(text)).map(name => [name, '12']))
  await i18n.init({
    lng: language,
    fallbackLng: false,
    resources: { fr: { translation: fr }, ar: { translation: ar } },
    parseMissingKeyHandler: missing => assert.fail(`no text for ${missing}`),
    missingInterpolationHandler: (text: string) => assert.fail(`no value for a variable of "${text}"`),
  })
  return (key: string, count: number) => i18n.t(key, { ...values, count })
}

function names(text: string) {
  return [...text.matchAll(/{{(?:- )?(\w+)}}/g)].map(([, name = '']) => name)
}
