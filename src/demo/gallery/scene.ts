import type { Request, Response } from 'express'

/** One state of one page, e-mail or SMS, at `/gallery/<name>`: `identity.nationalId.format`. */
export interface Scene {
  name: string
  show(req: Request, res: Response): void | Promise<void>
}
