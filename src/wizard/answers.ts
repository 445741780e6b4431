import type { Step } from './step.ts'

/** What is remembered of the member's answers, by step. Plain JSON; lives in the session. */
export class Answers {
  readonly #stored: Record<string, unknown>

  constructor(stored: Record<string, unknown>) {
    this.#stored = stored
  }

  has(step: Pick<Step, 'slug'>): boolean {
    return Object.hasOwn(this.#stored, step.slug)
  }

  /** The answer to a step that has one. Throws when it has none: the journey was asked out of order. */
  // biome-ignore lint/suspicious/noExplicitAny: the fields of the step do not matter here, and Step is invariant in them
  of<Answer>(step: Step<any, Answer>): Answer {
    if (!this.has(step)) throw new Error(`'${step.slug}' is not answered yet`)
    return this.#stored[step.slug] as Answer
  }

  remember(step: Step, answer: unknown): void {
    this.#stored[step.slug] = answer
  }

  forget(step: Step): void {
    delete this.#stored[step.slug]
  }
}
