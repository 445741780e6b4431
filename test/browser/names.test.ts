import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { gallery } from '../../src/demo/gallery/index.ts'
import { sceneUrl } from '../support/scenes.ts'
import { openSite } from '../support/site.ts'

const { service, browser } = await openSite({ extra: gallery })

const FRAME = [
  'button: Français',
  'button: العربية',
  'button: Les deux اللغتان',
  'button: Me faire accompagner par un agent أريد أن يرافقني موظف من المركز',
  'button: Quitter et effacer mes réponses الخروج ومسح أجوبتي',
]
const CAPTCHA = 'checkbox: Je ne suis pas un robot لستُ إنسانا آليا'

const PAGES = {
  'identity.blank': [
    'heading: Votre identité الإدلاء بالهوية',
    "radio: J'utilise mon numéro d'immatriculation أستعمل رقم التسجيل",
    "radio: J'utilise mon numéro de paie ou de pension (PPR, SOM…) أستعمل رقم التأجير أو رقم المعاش",
    'textbox: Numéro de CNI رقم البطاقة الوطنية للتعريف',
    'textbox: Jour اليوم',
    'textbox: Mois الشهر',
    'textbox: Année السنة',
    "checkbox: Ma CNI n'indique que l'année بطاقتي الوطنية لا تذكر إلا السنة",
    CAPTCHA,
    'button: Continuer متابعة',
  ],
  'email-code.blank': [
    'heading: Consultez votre boîte e-mail راجعوا بريدكم الإلكتروني',
    'textbox: Code de vérification رمز التحقق',
    CAPTCHA,
    'button: Vérifier التحقق',
  ],
  'password.blank': [
    'heading: Choisissez votre mot de passe اختاروا كلمة المرور',
    'textbox: Mot de passe كلمة المرور',
    'button: Afficher le mot de passe إظهار كلمة المرور',
    'textbox: Confirmer votre mot de passe تأكيد كلمة المرور',
    'button: Enregistrer تسجيل',
  ],
}

describe('what a screen reader announces in both languages', () => {
  for (const [scene, expected] of Object.entries(PAGES))
    test(`on ${scene} names each thing once in each language`, async () => {
      assert.deepEqual((await announced(scene)).toSorted(), [...expected, ...FRAME].toSorted())
    })
})

const ROLES = new Set(['heading', 'radio', 'checkbox', 'textbox', 'button'])

/** Role and name of each heading and control, from Chromium's accessibility tree. */
async function announced(scene: string): Promise<string[]> {
  const page = await browser.newPage({ width: 1280 })
  await page.goto(sceneUrl(service.origin, scene, 'both'))
  const tree = await page.context().newCDPSession(page)
  const { nodes } = await tree.send('Accessibility.getFullAXTree')
  await page.context().close()
  return nodes
    .filter(({ ignored, role }) => !ignored && ROLES.has(role?.value))
    .map(({ role, name }) => `${role?.value}: ${name?.value}`)
}
