import type { GuessTest, PasswordContext } from './password-guess.ts'

type Lack = 'short' | 'capital' | 'digit' | 'short-capital' | 'short-digit' | 'capital-digit' | 'short-capital-digit'

/** All missing requirements form one problem, so that the page lists them at once. */
export type PasswordProblem = Lack | 'required' | 'long' | 'common'

export type PasswordRule = (password: string, context: PasswordContext) => PasswordProblem | undefined

/** In code points (PW-1, PW-2). */
export const PASSWORD_LENGTH = { least: 8, most: 128 } as const

/** The guide's rule (length, capital, digit), and no guessable password (PW-1 to PW-3). */
export function createPasswordRule(isGuessed: GuessTest): PasswordRule {
  return (password, context) => {
    const length = [...password].length
    if (length === 0) return 'required'
    if (length > PASSWORD_LENGTH.most) return 'long'
    const lacks = [
      length < PASSWORD_LENGTH.least && 'short',
      !/\p{Lu}/u.test(password) && 'capital',
      !/\p{Nd}/u.test(password) && 'digit',
    ].filter(Boolean)
    if (lacks.length > 0) return lacks.join('-') as Lack
    return isGuessed(password, context) ? 'common' : undefined
  }
}
