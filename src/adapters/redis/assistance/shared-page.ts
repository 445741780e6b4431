import type { KeyedHash } from '../../../domain/crypto/keyed-hash.ts'
import type { Sealer } from '../../../domain/crypto/seal.ts'
import { MOST_HAPPENINGS, textOfHappening, textOfView } from '../../../domain/live-record.ts'
import type { SharedPage, Showing } from '../../../ports/index.ts'
import { referenceKey } from '../../sessions/session-keys.ts'
import type { RedisClient } from '../client.ts'
import { inBackground } from '../in-background.ts'
import { script } from '../script.ts'
import { orUnavailable } from '../timeouts.ts'
import { contextOf, pageKeys } from './page-keys.ts'

/** So long a console can show why a page has ended. */
const ENDED_SECONDS = 120

export interface RedisSharedPageParts {
  client: RedisClient
  hash: KeyedHash
  sealer: Sealer
}

/** The member's side of an opened page, under the names that the codes of its flow have. Throws `Unavailable`. */
export function redisSharedPage({ client, hash, sealer }: RedisSharedPageParts): SharedPage {
  const run = <Reply>(name: string) => script<Reply>(client, `assistance/${name}`, 'assistance/live-page')
  const openPage = run<string>('open-page')
  const showPage = run<string | null>('show-page')
  const tellPage = run<null>('tell-page')
  const closePage = run<null>('close-page')
  const rename = script<null>(client, 'assistance/name-page')

  return {
    async open(flow, reference, { view, happenings, seconds, at }) {
      const names = hash.all(flow)
      const name = await nameOf(names)
      const sealed = sealer.seal(textOfView(view), contextOf(name))
      const words = [name, MOST_HAPPENINGS, sealed, seconds, at, names.join(' '), ...happenings.map(textOfHappening)]
      const opened = openPage(pageKeys(name), words)
      // A member who reads that it failed must not be visible.
      const [since] = await Promise.all([opened, rename([referenceKey(reference)], [name, ...names])]).catch(
        inBackground(() => close(names, 'session')),
      )
      return toShowing(since)
    },

    async show(flow, { view, happenings, seconds, at }) {
      const text = textOfView(view)
      const names = hash.all(flow)
      const name = await nameOf(names)
      const sealed = sealer.seal(text, contextOf(name))
      const ends = Date.now() + seconds * 1000
      const show = (again: '' | 'again') => {
        const left = Math.max(1, Math.round((ends - Date.now()) / 1000))
        const words = [name, MOST_HAPPENINGS, sealed, left, at, names.join(' '), again]
        return showPage(pageKeys(name), [...words, ...happenings.map(textOfHappening)])
      }
      // The member gets the page in any case, so the agent must not keep seeing the one before.
      return toShowing(await show('').catch(inBackground(() => show('again'))))
    },

    async tell(flow, happenings) {
      const name = await nameOf(hash.all(flow))
      await tellPage(pageKeys(name), [name, MOST_HAPPENINGS, ...happenings.map(textOfHappening)])
    },

    async close(flow, by) {
      const undo = () => close(hash.all(flow), by)
      await undo().catch(inBackground(undo))
    },
  }

  async function close(names: readonly string[], by: string): Promise<void> {
    await Promise.all(names.map(name => closePage(pageKeys(name), [name, by, ENDED_SECONDS])))
  }

  /** During a rotation of HMAC keys a page keeps the name under which it was opened. */
  async function nameOf(names: readonly string[]): Promise<string> {
    if (names.length === 1) return names[0]!
    const open = await orUnavailable(Promise.all(names.map(name => client.exists(pageKeys(name)[0]!))))
    return names[open.indexOf(1)] ?? names[0]!
  }
}

function toShowing(since: string | null): Showing {
  if (since === null) return { kind: 'closed' }
  return { kind: 'open', ...(since && { followedSince: Number(since) }) }
}
