/** The error pages; their copy is at `pages.<name>`. */
export const ERROR_PAGES = [
  'badRequest',
  'forbidden',
  'notFound',
  'tooLarge',
  'wrongType',
  'wrongHost',
  'unavailable',
  'error',
] as const

export type ErrorPage = (typeof ERROR_PAGES)[number]

export class HttpError extends Error {
  readonly status: number
  readonly page: ErrorPage
  readonly headers: Readonly<Record<string, string>>
  readonly waitSeconds: number | undefined

  /** `waitSeconds`: the wait shown on the page and sent as `Retry-After`. */
  constructor(status: number, page: ErrorPage, headers: Record<string, string> = {}, waitSeconds?: number) {
    super(`${status} ${page}`)
    this.name = 'HttpError'
    this.status = status
    this.page = page
    this.headers = headers
    this.waitSeconds = waitSeconds
  }
}
