/** The call was certainly not made: the breaker is open, or too many are under way. */
export class NotCalled extends Error {
  readonly code: string

  constructor(code: string) {
    super(code)
    this.name = 'NotCalled'
    this.code = code
  }
}
