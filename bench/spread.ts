export interface Spread {
  median: number
  least: number
  most: number
}

export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b)
  return { median: quantile(sorted, 0.5), least: sorted[0]!, most: sorted.at(-1)! }
}

/** The value that the share `part` of a sorted list does not exceed. */
export function quantile(sorted: readonly number[], part: number): number {
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)]!
}

/** `12.3 (11.9–13.0)`, or the number alone if there is only one. */
export function shown({ median, least, most }: Spread): string {
  const [m, l, h] = [median, least, most].map(value => value.toFixed(value < 100 && !Number.isInteger(value) ? 1 : 0))
  return l === h ? m! : `${m} (${l}–${h})`
}
