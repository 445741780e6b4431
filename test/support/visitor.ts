import { Member, type Page } from './member.ts'

let last = 0

/** A member behind a proxy that we trust: seen at `ip`, or at an address that nobody else in this run has. */
export class Visitor extends Member {
  readonly #forwarded: Record<string, string>

  constructor(origin: string, ip = `10.${++last >> 16}.${(last >> 8) & 255}.${last & 255}`) {
    super(origin)
    this.#forwarded = { 'x-forwarded-for': ip }
  }

  override get(path: string, headers: Record<string, string> = {}): Promise<Page> {
    return super.get(path, { ...headers, ...this.#forwarded })
  }

  override post(path: string, fields?: Record<string, string>, headers: Record<string, string> = {}): Promise<Page> {
    return super.post(path, fields, { ...headers, ...this.#forwarded })
  }
}
