import fr from '../../../locales/fr.json' with { type: 'json' }
import { PASSWORD_LENGTH } from '../../domain/passwords/password-rule.ts'
import { metaOf } from '../../wizard/form.ts'
import type { Asking, Step } from '../../wizard/step.ts'
import type { FieldError, FieldErrors } from '../../wizard/verdict.ts'
import { TYPED } from './samples.ts'

type Errors = Readonly<Record<string, string>>
interface StepCopy {
  fields?: Record<string, { errors?: Errors }>
  errors?: Errors
}

/** Each error that the copy of a page has, alone, named `<field>.<code>`. */
export function errorsOf(step: Step, asking: Asking): { name: string; errors: FieldErrors }[] {
  const { fields = {}, errors = {} } = (fr.steps as Record<string, StepCopy>)[step.slug] ?? {}
  return [
    ...Object.entries(fields).flatMap(([name, { errors = {} }]) =>
      eachCode(name, errors, code => fieldOf(step, asking, name, code)),
    ),
    ...eachCode('page', errors, () => 'form'),
    ...(step.captcha ? eachCode('captcha', fr.captcha.errors, () => 'captcha') : []),
  ]
}

function eachCode(name: string, errors: Errors, field: (code: string) => string) {
  // With `@` it is a wording of another code, for some insurers.
  const codes = Object.keys(errors).filter(code => !code.includes('@'))
  return codes.map(code => ({
    name: `${name}.${code}`,
    errors: { [field(code)]: sampleError(code, TYPED[field(code)]) },
  }))
}

/** The field itself, or of a group the part that the code begins with: `day` and `dayDigits` are `birthDay`'s. */
function fieldOf(step: Step, asking: Asking, name: string, code: string): string {
  const metas = Object.entries(metaOf(step, asking))
  const parts = metas.filter(([, { group }]) => group === name).map(([part]) => part)
  const word = code.replace(/[A-Z].*/, '')
  return parts.find(part => part.toLowerCase().endsWith(word)) ?? parts[0] ?? name
}

function sampleError(code: string, typed?: string): FieldError {
  const read = code === 'parts' ? '710000111 + 01' : typed
  const count = code === 'long' ? PASSWORD_LENGTH.most : PASSWORD_LENGTH.least
  return { code, left: 2, seconds: 90, sender: '+212612340000', count, ...(read && { read }) }
}
