import type { Act, Judgement } from '../../../ports/index.ts'
import { inBackground } from '../in-background.ts'
import type { Link, When } from './chain.ts'

interface Parts<Result> {
  /** `undo` is run if the reply is lost. */
  prepare(): Promise<{ link: Link; undo(): Promise<unknown> }>
  /** By judgement, where the script's reply holds it. */
  replies: Partial<Record<Judgement, Omit<When, 'link'>>>
  toResult(reply: unknown): Result
  judge(result: Result): Judgement
}

/** One script, sent by itself or as a link of a chain. */
export class RedisAct<Result> implements Act<Result> {
  result: Result | undefined
  readonly prepare: Parts<Result>['prepare']
  readonly replies: Parts<Result>['replies']
  readonly judge: Parts<Result>['judge']
  readonly #toResult: Parts<Result>['toResult']

  constructor({ prepare, replies, toResult, judge }: Parts<Result>) {
    this.prepare = prepare
    this.replies = replies
    this.judge = judge
    this.#toResult = toResult
  }

  async run(): Promise<Result> {
    const { link, undo } = await this.prepare()
    return this.ran(await link.script(link.keys, link.args).catch(inBackground(undo)))
  }

  /** Reads the script's reply. */
  ran(reply: unknown): Result {
    this.result = this.#toResult(reply)
    return this.result
  }
}
