import { isReal } from './real-domains.ts'

/** Long enough that no other real name is a slip away from them by chance, as iam.ma and ibm.ma are. */
export const COMMON =
  'gmail.com hotmail.com hotmail.fr yahoo.com yahoo.fr outlook.com outlook.fr icloud.com menara.ma'.split(' ')

/** The address with the common mail domain that its own is one or two slips away from; undefined for real ones and strangers. */
export function likelyAddress(address: string): string | undefined {
  const [name, domain, ...more] = address.trim().split('@')
  const meant = name && domain && more.length === 0 ? likelyDomain(domain.toLowerCase()) : undefined
  return meant && `${name}@${meant}`
}

/** The common mail domain that is one or two slips away from this one; undefined for real ones and for strangers. */
export function likelyDomain(domain: string): string | undefined {
  if (isReal(domain)) return undefined
  const allowed = domain.length > 7 ? 2 : 1
  return COMMON.map(meant => ({ meant, slips: slips(domain, meant) }))
    .filter(({ slips }) => slips <= allowed)
    .sort((one, other) => one.slips - other.slips)[0]?.meant
}

/** Letters added, left out, changed or swapped with their neighbour (Damerau's distance). */
function slips(one: string, other: string): number {
  const rows: number[][] = [Array.from({ length: other.length + 1 }, (_, column) => column)]
  for (let row = 1; row <= one.length; row++) {
    rows[row] = [row]
    for (let column = 1; column <= other.length; column++) {
      const same = one[row - 1] === other[column - 1] ? 0 : 1
      const swapped = row > 1 && column > 1 && one[row - 1] === other[column - 2] && one[row - 2] === other[column - 1]
      rows[row]![column] = Math.min(
        rows[row - 1]![column]! + 1,
        rows[row]![column - 1]! + 1,
        rows[row - 1]![column - 1]! + same,
        swapped ? rows[row - 2]![column - 2]! + 1 : Number.POSITIVE_INFINITY,
      )
    }
  }
  return rows[one.length]![other.length]!
}
