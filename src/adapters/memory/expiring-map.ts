export type Clock = () => number

export class ExpiringMap<Value> {
  readonly #entries = new Map<string, { value: Value; endsAt: number }>()
  readonly #now: Clock
  #sweepAt = 64

  constructor(now: Clock = () => performance.now()) {
    this.#now = now
  }

  get size(): number {
    return this.#entries.size
  }

  get(key: string): Value | undefined {
    return this.#live(key)?.value
  }

  seconds(key: string): number {
    const entry = this.#live(key)
    return entry ? Math.ceil((entry.endsAt - this.#now()) / 1000) : 0
  }

  set(key: string, value: Value, seconds: number): void {
    this.#entries.set(key, { value, endsAt: this.#now() + seconds * 1000 })
    if (this.#entries.size >= this.#sweepAt) this.#sweep()
  }

  expire(key: string, seconds: number): boolean {
    const entry = this.#live(key)
    if (entry) entry.endsAt = this.#now() + seconds * 1000
    return entry !== undefined
  }

  delete(key: string): void {
    this.#entries.delete(key)
  }

  rename(from: string, to: string): Value | undefined {
    const entry = this.#live(from)
    this.#entries.delete(from)
    if (entry) this.#entries.set(to, entry)
    return entry?.value
  }

  #live(key: string) {
    const entry = this.#entries.get(key)
    return entry && entry.endsAt > this.#now() ? entry : undefined
  }

  #sweep() {
    for (const [key, { endsAt }] of this.#entries) if (endsAt <= this.#now()) this.#entries.delete(key)
    this.#sweepAt = Math.max(64, this.#entries.size * 2)
  }
}
