import type { Judgement } from '../call.ts'
import { faultOfStatus, refuses } from '../status.ts'
import { beginningOf, fits, type GatewayAnswer, type Row, valueAt } from './row.ts'

/** Undefined if the message was sent. `code` never repeats what may be of the message: an answer can hold number and text. */
export function judgeAnswer(rows: readonly Row[], status: number, text: string): Judgement | undefined {
  const answer = { status, text, json: parsed(text) }
  const row = rows.find(each => fits(each, answer))
  if (row?.means === 'sent') return undefined
  if (!row) return { fault: faultOfStatus(status), code: codeAmong(rows, answer) ?? status, refused: refuses(status) }
  // A row that names whose fault it is says that nothing was sent, whatever the status.
  return { fault: row.means, code: codeOf(row, answer) ?? status, refused: refuses(status) || row.means !== 'theirs' }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** A value that the file itself names. */
function codeOf({ path, begins }: Row, answer: GatewayAnswer): string | undefined {
  return path ? String(valueAt(answer.json, path)) : begins && beginningOf(answer, begins)
}

/** Up to five digits: a number has more, and so has a code. */
const FIT_FOR_THE_LOG = /^(?=.)[A-Za-z_-]{0,30}\d{0,5}$/

/** A value that no row has, so that the operator can add it. */
function codeAmong(rows: readonly Row[], { json }: GatewayAnswer): string | undefined {
  const values = rows.flatMap(({ path }) => (path ? [String(valueAt(json, path) ?? '')] : []))
  return values.find(value => FIT_FOR_THE_LOG.test(value))
}
