import type { GuessTest } from './password-guess.ts'
import { PASSWORD_LENGTH } from './password-rule.ts'

export const ACCOUNT_PASSWORD_LEAST = 12

/** What is wrong with an agent's password; undefined if nothing is. */
export function accountPasswordProblem(
  password: string,
  account: string,
  isGuessed: GuessTest,
): 'short' | 'long' | 'common' | undefined {
  const length = [...password].length
  if (length < ACCOUNT_PASSWORD_LEAST) return 'short'
  if (length > PASSWORD_LENGTH.most) return 'long'
  const nobodys = { phone: 'none', isOwnCard: () => false }
  return isGuessed(password, { email: account, ...nobodys }) ? 'common' : undefined
}
