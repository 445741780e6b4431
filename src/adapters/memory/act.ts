import type { Act, Judgement } from '../../ports/index.ts'

export class PlainAct<Result> implements Act<Result> {
  result: Result | undefined
  readonly judge: (result: Result) => Judgement
  readonly #act: () => Promise<Result>

  constructor(act: () => Promise<Result>, judge: (result: Result) => Judgement) {
    this.#act = act
    this.judge = judge
  }

  async run(): Promise<Result> {
    this.result = await this.#act()
    return this.result
  }
}
