/** What an answer is remembered under: a step. */
export interface Question<Answer = unknown> {
  /** Names the step in code and copy. */
  slug: string
  /** Never there: it says to the compiler what the answer is. */
  readonly answer?: Answer
}

/** What is remembered of the member's answers, by step. Plain JSON; lives in the session. */
export class Answers {
  readonly #stored: Record<string, unknown>

  constructor(stored: Record<string, unknown>) {
    this.#stored = stored
  }

  has(step: Question): boolean {
    return Object.hasOwn(this.#stored, step.slug)
  }

  /** The answer to a step that has one. Throws when it has none: the journey was asked out of order. */
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
