import type { RequestHandler } from 'express'
import helmet from 'helmet'
import { sendPage } from '../../../web/encoding.ts'
import { HttpError } from '../../../web/http-error.ts'
import { readPreview } from './read-address.ts'
import type { Preview } from './words.ts'

/** `/apercu/<page>`: the page alone, for a frame of the console's own; anything but words of ours is a 404. */
export function previewRoute(draw: (preview: Preview) => Promise<string>): RequestHandler<{ page: string }>[] {
  return [
    policy,
    async (req, res) => {
      const preview = readPreview(req.params.page, req.query)
      if (!preview) throw new HttpError(404, 'notFound')
      const page = await draw(preview)
      res.set('X-Frame-Options', 'SAMEORIGIN').type('html')
      sendPage(req as Parameters<typeof sendPage>[0], res, page)
    },
  ]
}

const SELF = "'self'"

/** Same origin, or the browser would keep our own styles from the frame (CORP); without scripts that opens nothing. */
const policy = helmet.contentSecurityPolicy({
  useDefaults: false,
  directives: {
    'default-src': ["'none'"],
    'style-src': [SELF],
    'img-src': [SELF],
    'font-src': [SELF],
    'frame-ancestors': [SELF],
    'form-action': ["'none'"],
    'base-uri': ["'none'"],
    sandbox: ['allow-same-origin'],
  },
}) as RequestHandler<{ page: string }>
