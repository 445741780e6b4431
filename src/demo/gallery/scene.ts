import type { Request, Response } from 'express'

/** One state of one page, e-mail or SMS, as the gallery shows it at `/gallery/<name>`. */
export interface Scene {
  /** `identity.nationalId.format`: the page, and what of it. */
  name: string
  show(req: Request, res: Response): void | Promise<void>
}
