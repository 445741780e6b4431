import { solveChallenge } from 'altcha-lib'
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2'
import { readPuzzle } from '../../src/assets/browser/captcha/puzzle.ts'

export interface Page {
  status: number
  /** Path of the page, or of where a redirect leads. */
  path: string
  headers: Headers
  html: string
}

type Fields = Record<string, string>

/** A member with a browser: keeps cookies, sends forms as browsers do, does not follow redirects by itself. */
export class Member {
  readonly #origin: string
  readonly #base: string
  readonly #jar = new Map<string, string>()
  #token: string | undefined

  constructor(origin: string, base = '/mon_compte') {
    this.#origin = origin
    this.#base = base
  }

  get cookies(): string {
    return [...this.#jar].map(([name, value]) => `${name}=${value}`).join('; ')
  }

  set cookies(header: string) {
    this.#jar.clear()
    this.#keep(header.split('; '))
  }

  /** Opens a page: `''` is the start page, `email` is BASE_PATH/email. */
  async get(path: string, headers: Fields = {}): Promise<Page> {
    const response = await fetch(this.#url(path), { headers: { ...headers, cookie: this.cookies }, redirect: 'manual' })
    return this.#read(response)
  }

  /** Sends the form of a page that was opened before: with its hidden token and, if the page asks for it, a solved puzzle. */
  async post(path: string, fields: Fields = {}, headers: Fields = {}): Promise<Page> {
    const body = new URLSearchParams({ ...(this.#token && { _token: this.#token }), ...fields })
    const response = await fetch(this.#url(path), {
      method: 'POST',
      headers: { origin: this.#origin, ...headers, cookie: this.cookies },
      body,
      redirect: 'manual',
    })
    return this.#read(response)
  }

  /** Opens a page, solves its puzzle if it has one, and sends its form. */
  async answer(path: string, fields: Fields): Promise<Page> {
    const page = await this.get(path)
    if (page.status !== 200) return page
    return this.post(path, { ...(await this.proofFor(page)), ...fields })
  }

  /** A solved puzzle, if the page has one. */
  protected async proofFor({ html }: Page): Promise<Fields> {
    const puzzle = /data-puzzle="([^"]+)"/.exec(html)?.[1]?.replaceAll('&quot;', '"')
    if (!puzzle) return {}
    // As JSON in the pages of an older checkout, beside which the benchmark is run.
    return this.prove(puzzle.startsWith('{') ? puzzle : JSON.stringify(readPuzzle(puzzle)))
  }

  /** Another solved puzzle for a page than the one it came with. */
  async proof(path: string): Promise<{ altcha: string }> {
    return this.prove((await this.#fetchText(`captcha?page=${path}`)) || '{}')
  }

  /** Solves a puzzle, as the page's script does. */
  protected async prove(puzzle: string): Promise<{ altcha: string }> {
    const challenge = JSON.parse(puzzle)
    const solution = await solveChallenge({ challenge, deriveKey })
    return { altcha: Buffer.from(JSON.stringify({ challenge, solution })).toString('base64') }
  }

  async #fetchText(path: string): Promise<string> {
    const response = await fetch(this.#url(path), { headers: { cookie: this.cookies }, redirect: 'manual' })
    return response.text()
  }

  async #read(response: Response): Promise<Page> {
    this.#keep(response.headers.getSetCookie())
    const location = response.headers.get('location')
    const path = new URL(location ?? response.url, this.#origin).pathname.slice(this.#base.length + 1)
    const page = { status: response.status, path, headers: response.headers, html: await response.text() }
    this.#token = /name="_token" value="([^"]+)"/.exec(page.html)?.[1] ?? this.#token
    return page
  }

  #keep(setCookies: readonly string[]): void {
    for (const line of setCookies) {
      const [, name, value] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      if (!name) continue
      const gone = value === '' || /expires=Thu, 01 Jan 1970/i.test(line)
      if (gone) this.#jar.delete(name)
      else this.#jar.set(name, value!)
    }
  }

  #url(path: string): string {
    return `${this.#origin}${this.#base}${path ? `/${path}` : ''}`
  }
}
