import assert from 'node:assert/strict'
import { answersOf, LAST, walk } from '../test/support/journey.ts'
import type { Member, Page } from '../test/support/member.ts'
import { Visitor } from '../test/support/visitor.ts'

export interface Request {
  method: 'GET' | 'POST'
  /** Below BASE_PATH, without the query. */
  path: string
}

/** Sends a request and returns its answer, after whatever else is to be done with it. */
export type Watch = (request: Request, send: () => Promise<Page>) => Promise<Page>

/** A member with a network address of their own, who takes compressed pages as browsers do, and whose requests are watched. */
export class Driven extends Visitor {
  readonly #watch: Watch
  readonly #proof: string | undefined

  /** `proof` is sent for every puzzle, in place of its solution. */
  constructor({ origin, proof }: { origin: string; proof?: string }, watch: Watch = (_, send) => send()) {
    super(origin)
    this.#watch = watch
    this.#proof = proof
  }

  override get(path: string): Promise<Page> {
    return this.#watch({ method: 'GET', path: path.split('?', 1)[0]! }, () => super.get(path, COMPRESSED))
  }

  override post(path: string, fields?: Record<string, string>): Promise<Page> {
    return this.#watch({ method: 'POST', path }, () => super.post(path, fields, COMPRESSED))
  }

  protected override async prove(puzzle: string): Promise<{ altcha: string }> {
    return this.#proof ? { altcha: this.#proof } : super.prove(puzzle)
  }
}

const COMPRESSED = { 'accept-encoding': 'gzip, deflate, br' }

/** From the start page to the last one, which is looked at: 19 requests. Rejects if the wizard does not lead on. */
export async function wholeJourney(member: Member, ...answering: Parameters<typeof answersOf>): Promise<void> {
  await walk(member, answersOf(...answering))
  const { status } = await member.get(LAST)
  assert.equal(status, 200, `GET /${LAST} gave ${status}`)
}
