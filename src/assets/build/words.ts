import { globSync, readFileSync } from 'node:fs'
import { Organisation } from '../../config/organisation.ts'
import { type Copy, copyFor } from '../../i18n/copy.ts'
import { translators } from '../../i18n/index.ts'
import { MODES, type Mode } from '../../ports/index.ts'

export type ScriptWords = Readonly<Record<Mode, Readonly<Record<string, string>>>>

/** The sentences that only the script shows, in each mode: HTML with `-` for what the page fills in, and durations. They are in the
 * script, which browsers cache, instead of in every page. Throws if a sentence differs between insurers, who share the script. */
export async function scriptWords(): Promise<ScriptWords> {
  const [first, ...others] = await Promise.all(globSync('config/organisations/*.json').map(wordsFor))
  if (others.some(words => JSON.stringify(words) !== JSON.stringify(first)))
    throw new Error('A sentence of the script differs between insurers: let the page hold it in a <template data-say>')
  return first!
}

async function wordsFor(file: string): Promise<ScriptWords> {
  const organisation = Organisation.parse(JSON.parse(readFileSync(file, 'utf8')))
  const translate = await translators(organisation, false)
  const words = MODES.map(mode => [mode, inMode(copyFor(mode, translate, organisation.callCentre))])
  return Object.fromEntries(words)
}

function inMode(t: Copy): Record<string, string> {
  const unknown = { in: '-', time: '-' }
  return {
    cut: t.block('service.lineCut'),
    warning: `${t.block('warning.text', unknown)}<button type="button" class="govuk-button">${t.inline('warning.stay')}</button>`,
    expired: `${t.block('warning.expiredNow')}<a class="govuk-button">${t.inline('pages.expired.restart')}</a>`,
    working: t.block('captcha.working'),
    done: t.block('captcha.done'),
    failed: t.block('captcha.failed'),
    in: t.block('countdown.in', unknown),
    at60: t.block('countdown.at60'),
    at30: t.block('countdown.at30'),
    ready: t.block('countdown.ready'),
    wholeMinutes: counted(t, 'units.minutes'),
    wholeSeconds: counted(t, 'units.seconds'),
    minutes: counted(t, 'units.part.minutes'),
    seconds: counted(t, 'units.part.seconds'),
    pair: t.text('units.pair', { large: 'L', small: 'S' }),
  }
}

/** One number for each plural form of each language. */
const counted = (t: Copy, unit: string) => [0, 1, 2, 3, 11].map(count => t.text(unit, { count })).join('|')
