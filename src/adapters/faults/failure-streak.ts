export interface FailureStreak {
  failed(cause: string): void
  succeeded(): void
}

/** Raises the alarm of a cause after `times` failures in a row, and lowers it at the next success. */
export function createFailureStreak(times: number, alarm: (cause: string, raised: boolean) => void): FailureStreak {
  const counts = new Map<string, number>()
  return {
    failed(cause) {
      const count = (counts.get(cause) ?? 0) + 1
      counts.set(cause, count)
      if (count === times) alarm(cause, true)
    },

    succeeded() {
      for (const [cause, count] of counts) if (count >= times) alarm(cause, false)
      counts.clear()
    },
  }
}
