import { z } from 'zod'

/** Strict-Transport-Security as it is sent, in helmet's form; `false` if it is `off`. */
export const hsts = z
  .string()
  .regex(
    /^(off|max-age=\d{1,9}(; includeSubDomains)?(; preload)?)$/,
    'must be off, or a value like max-age=63072000; includeSubDomains',
  )
  .default('max-age=63072000; includeSubDomains')
  .transform(
    text =>
      text !== 'off' && {
        maxAge: Number(/\d+/.exec(text)),
        includeSubDomains: text.includes('includeSubDomains'),
        preload: text.includes('preload'),
      },
  )
