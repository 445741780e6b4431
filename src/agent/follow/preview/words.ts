import type { Fate, Mode, Via } from '../../../ports/index.ts'

/** A page of the member's with nothing of theirs: closed words alone. */
export interface Preview {
  page: string
  mode: Mode
  errors: readonly string[]
  notice: string | undefined
  questions: readonly string[]
  code: (typeof CODES)[number]
  ways: readonly Via[]
  sent: `${Via}.${Fate | 'sent'}` | undefined
}

/** Whether a code is needed and valid, and whether another may be asked for now, later or never. */
export const CODES = ['live', 'again', 'none', 'wait', 'spent', 'proved'] as const
const VIAS: readonly Via[] = ['sms', 'voice', 'whatsapp']
const FATES = ['sent', 'delivered', 'undelivered', 'failed', 'unanswered'] as const
export const WAYS: readonly string[] = VIAS
export const SENT: readonly string[] = VIAS.flatMap(via => FATES.map(fate => `${via}.${fate}`))
