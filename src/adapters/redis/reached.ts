import { Unavailable } from '../../ports/index.ts'
import { inTime } from './last-look.ts'

/** The reply; or throws `Unavailable`, since whatever Redis refuses (down, full, read-only) leaves the outcome unknown. */
export function reached<Reply>(reply: Promise<Reply>): Promise<Reply> {
  return inTime(reply).catch(cause => {
    throw new Unavailable('redis', { cause })
  })
}
