/** The error pages there is copy for, at `pages.<name>`. */
export type ErrorPage =
  | 'badRequest'
  | 'forbidden'
  | 'notFound'
  | 'tooLarge'
  | 'wrongType'
  | 'wrongHost'
  | 'unavailable'
  | 'error'

/** An outcome that HTTP has a number for and the member a page. */
export class HttpError extends Error {
  readonly status: number
  readonly page: ErrorPage
  readonly headers: Readonly<Record<string, string>>
  readonly waitSeconds: number | undefined

  /** `waitSeconds`: how long to wait, which the page and its header tell alike. */
  constructor(status: number, page: ErrorPage, headers: Record<string, string> = {}, waitSeconds?: number) {
    super(`${status} ${page}`)
    this.name = 'HttpError'
    this.status = status
    this.page = page
    this.headers = headers
    this.waitSeconds = waitSeconds
  }
}
