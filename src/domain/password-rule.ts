type Lack = 'short' | 'capital' | 'digit' | 'short-capital' | 'short-digit' | 'capital-digit' | 'short-capital-digit'

/** All that the guide's rule misses in a password is one problem, so that it is told at once. */
export type PasswordProblem = Lack | 'required' | 'long' | 'common'

/** What must not be in a password of this member, whatever digits and symbols stand around it. */
export interface PasswordContext {
  email: string
}

/** Why a password cannot be taken; undefined when it can. */
export type PasswordRule = (password: string, context: PasswordContext) => PasswordProblem | undefined

/** In code points (PW-1, PW-2). */
export const PASSWORD_LENGTH = { least: 8, most: 128 } as const

/**
 * The guide's rule (length, capital, digit) and a list of passwords that thieves try first (PW-1 to PW-3).
 * `common`: refused whole; `words`: refused as well with up to four digits or symbols before or after. Both in lower case.
 */
export function passwordRule(common: ReadonlySet<string>, words: ReadonlySet<string>): PasswordRule {
  return (password, { email }) => {
    const length = [...password].length
    if (length === 0) return 'required'
    if (length > PASSWORD_LENGTH.most) return 'long'
    const lacks = [
      length < PASSWORD_LENGTH.least && 'short',
      !/\p{Lu}/u.test(password) && 'capital',
      !/\p{Nd}/u.test(password) && 'digit',
    ].filter(Boolean)
    if (lacks.length > 0) return lacks.join('-') as Lack
    const folded = password.toLowerCase()
    const core = withoutTrimmings(folded)
    const own = [email, email.split('@')[0]!].map(text => lettersOf(text.toLowerCase()))
    const tooCommon = common.has(folded) || common.has(core) || words.has(core) || own.includes(lettersOf(folded))
    return tooCommon ? 'common' : undefined
  }
}

function withoutTrimmings(text: string): string {
  return text.replace(/^[^\p{L}]{0,4}/u, '').replace(/[^\p{L}]{0,4}$/u, '')
}

/** From the first letter to the last: `karima.b` of `karima.b1960!`. */
function lettersOf(text: string): string {
  return text.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
}
