/** Hears how calls ended, by a cause of a closed list. */
export interface InARow {
  /** The cause came once more; says how often it has come without a success between. */
  came(cause: string): number
  /** A call went well: whatever came before is over. */
  wentWell(): void
}

/** Raises the alarm of a cause once it has come `times` times with no success between, and lowers it at the next success. */
export function inARow(times: number, alarm: (cause: string, raised: boolean) => void): InARow {
  const counts = new Map<string, number>()
  return {
    came(cause) {
      const count = (counts.get(cause) ?? 0) + 1
      counts.set(cause, count)
      if (count === times) alarm(cause, true)
      return count
    },

    wentWell() {
      for (const [cause, count] of counts) if (count >= times) alarm(cause, false)
      counts.clear()
    },
  }
}
