import { PASSWORD_LENGTH } from '../../../domain/passwords/password-rule.ts'
import type { FieldErrors } from '../../../wizard/verdict.ts'
import { HIDDEN, SAMPLE_SECONDS } from './samples.ts'

/** Figures of a member's, left out of the sentences. */
const UNKNOWN: object = { sender: HIDDEN, read: '', left: '' }

/** From the keys of the copy, the errors that a page has, without the figures in them. */
export function errorsOf(keys: readonly string[], metas: [name: string, meta: { group?: string }][]): FieldErrors {
  return Object.fromEntries(
    keys.map(key => {
      const [code = '', , field] = key.split('.').reverse()
      const inField = key.includes('.fields.')
      const name = key.startsWith('captcha.') ? 'captcha' : inField ? partOf(field!, metas) : 'form'
      const count = PASSWORD_LENGTH[code === 'long' ? 'most' : 'least']
      return [name, { code, count, seconds: SAMPLE_SECONDS, ...UNKNOWN }]
    }),
  )
}

function partOf(field: string, metas: [name: string, meta: { group?: string }][]): string {
  return metas.find(([name, { group }]) => name === field || group === field)?.[0] ?? field
}
