import { isDeepStrictEqual } from 'node:util'
import type { Answers } from './answers.ts'
import type { Step } from './step.ts'

/** The steps in order, and which of them a member may visit. */
export class Journey {
  readonly steps: readonly Step[]

  constructor(steps: readonly Step[]) {
    this.steps = steps
  }

  find(path: string): Step | undefined {
    return this.steps.find(step => step.path === path)
  }

  frontier(answers: Answers): Step | undefined {
    return this.steps.find(step => !answers.has(step))
  }

  mayVisit(step: Step, answers: Answers): boolean {
    const frontier = this.frontier(answers)
    return frontier !== undefined && this.steps.indexOf(step) <= this.steps.indexOf(frontier)
  }

  before(step: Step): Step | undefined {
    return this.steps[this.steps.indexOf(step) - 1]
  }

  after(step: Step): Step | undefined {
    return this.steps[this.steps.indexOf(step) + 1]
  }

  number(step: Step): number {
    return this.steps.indexOf(step) + 1
  }

  previousAnswer(step: Step, answers: Answers): unknown {
    const settled = answers.has(step) && this.#dependants(step).every(other => answers.has(other))
    return settled ? answers.of(step) : undefined
  }

  /** A changed answer deletes its dependants; one about another person, all others (S-11). Returns whether it has replaced another answer. */
  record(step: Step, answer: unknown, answers: Answers): boolean {
    const before = answers.has(step) ? { answer: answers.of(step) } : undefined
    const replaces = before !== undefined && !isDeepStrictEqual(before.answer, answer)
    answers.remember(step, answer)
    if (before && step.subjectOf?.(before.answer) !== step.subjectOf?.(answer)) this.#forgetAllBut(step, answers)
    else if (!before || replaces) this.#void(step, answers)
    return replaces
  }

  #forgetAllBut(step: Step, answers: Answers): void {
    for (const other of this.steps) if (other !== step) answers.forget(other)
  }

  #void(step: Step, answers: Answers): void {
    for (const other of this.#dependants(step)) {
      answers.forget(other)
      this.#void(other, answers)
    }
  }

  #dependants(step: Step): Step[] {
    return this.steps.filter(other => other.dependsOn?.includes(step))
  }
}

// biome-ignore lint/suspicious/noExplicitAny: one array holds steps of all kinds, and Step is invariant in both
export const journey = (...steps: Step<any, any>[]): Journey => new Journey(steps)
