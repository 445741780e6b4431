import { MODES, type Mode, type Via } from '../../../ports/index.ts'
import { LIVE_WORDS } from '../../../web/live-page/words.ts'
import { CODES, type Preview, SENT, WAYS } from './words.ts'

/** Undefined if anything in the address is no word of ours. */
export function readPreview(page: string, query: Readonly<Record<string, unknown>>): Preview | undefined {
  const {
    mode = ['both'],
    erreur = [],
    avis = [],
    question = [],
    code = ['live'],
    voie = [],
    envoi = [],
    ...others
  } = listed(query)
  const read = {
    page,
    mode: mode[0] as Mode,
    errors: erreur,
    notice: avis[0],
    questions: question,
    code: code[0] as Preview['code'],
    ways: voie as Via[],
    sent: envoi[0] as Preview['sent'],
  }
  const known =
    Object.keys(others).length === 0 &&
    [mode, avis, code, envoi].every(words => words.length < 2) &&
    LIVE_WORDS.pages.includes(page) &&
    MODES.includes(read.mode) &&
    erreur.every(key => LIVE_WORDS.errors.includes(key) && (isOf(page, key) || key.startsWith('captcha.'))) &&
    avis.every(key => LIVE_WORDS.notices.includes(key)) &&
    question.every(name => LIVE_WORDS.questions.includes(name)) &&
    CODES.includes(read.code) &&
    voie.every(way => WAYS.includes(way)) &&
    envoi.every(sent => SENT.includes(sent))
  return known ? read : undefined
}

const isOf = (page: string, key: string) => key.startsWith(`steps.${page}.`)

function listed(query: Readonly<Record<string, unknown>>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(query).map(([name, value]) => [name, [value].flat().map(String)]))
}
