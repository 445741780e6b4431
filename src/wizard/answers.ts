export interface Question<Answer = unknown> {
  slug: string
  /** Never set: carries the answer's type for the compiler. */
  readonly answer?: Answer
}

/** The member's answers by step slug: plain JSON, stored in the session. */
export class Answers {
  readonly #stored: Record<string, unknown>

  constructor(stored: Record<string, unknown>) {
    this.#stored = stored
  }

  has(step: Question): boolean {
    return Object.hasOwn(this.#stored, step.slug)
  }

  of<Answer>(step: Question<Answer>): Answer {
    if (!this.has(step)) throw new Error(`'${step.slug}' is not answered yet`)
    return this.#stored[step.slug] as Answer
  }

  remember(step: Question, answer: unknown): void {
    this.#stored[step.slug] = answer
  }

  forget(step: Question): void {
    delete this.#stored[step.slug]
  }
}
