import { z } from 'zod'

const bilingual = z.strictObject({ fr: z.string().min(1), ar: z.string().min(1) })
const colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'a colour like #0b5c53')
/** An assumed format, since the insurer has published none, anchored at both ends; and a number as pages show it. */
const form = { pattern: z.string().refine(isPattern, 'not a regular expression'), example: z.string() }
const ofItsForm = { path: ['example'], message: 'does not fit its pattern' }

/** All that names the insurer, and what its sentences depend on: `config/organisations/<name>.json`. */
export const Organisation = z.strictObject({
  name: bilingual,
  /** Before the French name within a sentence: « de la » from `la`. */
  article: z.enum(['la', 'le', "l'", 'les']),
  /** Beside the short name in the page's head; a file without one shows the name. */
  fullName: bilingual.optional(),
  /** For SMS: at most 11 characters, no accents. */
  shortName: z.string().regex(/^[A-Za-z0-9]{2,11}$/),
  slogan: bilingual,
  website: z.url(),
  /** Above the head of every page, if given: that this is not the insurer's real service. */
  band: bilingual.optional(),
  logo: z.string().regex(/^[a-z0-9-]+\.svg$/),
  colours: z.strictObject({ brand: colour, accent: colour }),
  callCentre: z.strictObject({
    phone: z.string().regex(/^\+212\d{9}$/),
    shown: z.string().min(1),
    hours: bilingual,
  }),
  memberSpace: z.strictObject({ url: z.url(), passwordResetUrl: z.url() }),
  video: z.url().optional(),
  registrationNumber: z
    .strictObject({
      ...form,
      /** A number beside it on the card that members take for it: in a sentence, and as the card has it. */
      mistakenFor: z.strictObject({ name: bilingual, printed: bilingual }).optional(),
    })
    .refine(fits, ofItsForm),
  employerId: z
    .strictObject({
      ...form,
      /** What employers and pension funds call it, most usual first. */
      abbreviations: z.array(z.string().regex(/^[A-Z]{2,6}$/, 'capitals like PPR')),
    })
    .refine(fits, ofItsForm),
  /** Which 8 digits the insurer compares: the last of the account, or of the whole RIB. */
  bankDigits: z.enum(['account', 'rib']),
  /** Moroccan mobile ranges newer than the library's data, as dialled: `074`. */
  mobileRanges: z.array(z.string().regex(/^0[67]\d{1,3}$/, 'a mobile range like 074')).default([]),
  phoneCountries: z
    .array(z.string().regex(/^[A-Z]{2}$/))
    .refine(countries => countries.includes('MA'), 'must have MA, of which the pages show a number as an example'),
  terms: z.strictObject({
    version: z.string().min(1),
    /** What law 09-08, art. 5 requires on the form; an empty authorisation is shown as missing. */
    controller: bilingual,
    recipients: bilingual,
    rightsContact: bilingual,
    authorisation: z.string(),
  }),
})

export type Organisation = z.output<typeof Organisation>

/** Whether numbers of this pattern certainly have no letters. */
export function hasOnlyDigits(pattern: string): boolean {
  return /^\^\\d[\d{},+*]*\$$/.test(pattern)
}

function fits({ pattern, example }: { pattern: string; example: string }): boolean {
  return isPattern(pattern) && new RegExp(pattern).test(example)
}

function isPattern(source: string): boolean {
  try {
    new RegExp(source)
    return source.startsWith('^') && source.endsWith('$')
  } catch {
    return false
  }
}
