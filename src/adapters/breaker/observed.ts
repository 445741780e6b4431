/** `refused`: a valid negative answer. `failed`: no usable answer. */
export type CallOutcome = 'ok' | 'refused' | 'failed'

export interface DependencyWatch {
  dependency(name: string, outcome: CallOutcome, seconds: number): void
  breaker(name: string, state: 'closed' | 'half-open' | 'open'): void
  refused?(name: string, fault: string, code: unknown): void
}

export async function observed<T>(
  { name, watch }: { name: string; watch?: DependencyWatch | undefined },
  call: () => Promise<T>,
  judge: (result: PromiseSettledResult<T>) => CallOutcome,
): Promise<{ result: PromiseSettledResult<T>; outcome: CallOutcome }> {
  const startedAt = performance.now()
  const [result] = await Promise.allSettled([call()])
  const outcome = judge(result)
  watch?.dependency(name, outcome, (performance.now() - startedAt) / 1000)
  return { result, outcome }
}
