import type { Limits } from '../../config/limits/index.ts'
import type { Bucket, Window } from '../../ports/index.ts'
import { networksOf } from './network.ts'
import { trustedNetworks } from './trusted-networks.ts'

/** What is limited by the network that it comes from; `rare` and `scarce` hold only while the whole service is pressed. */
export type Limited = 'guesses' | 'rare' | 'sessions' | 'scarce' | 'questions' | 'sms' | 'email'

/** The buckets of all the networks of one address: empty where nothing of this is limited for it. */
export type NetworkBuckets = (what: Limited, ip: string | undefined) => Bucket[]

const ONE_IN_THIRTY_SECONDS: readonly Window[] = [[1, 30]]

/** The one place that knows what a network may do, an agency's as well as a visitor's (ID-3). */
export function networkBuckets({ identity, session, send, captcha }: Limits): NetworkBuckets {
  const trustedBy = trustedNetworks(identity.trusted)
  const usual: Record<Limited, readonly Window[]> = {
    guesses: identity.perIp,
    rare: ONE_IN_THIRTY_SECONDS,
    sessions: session.perIp,
    scarce: session.scarcePerIp,
    questions: captcha.questionPerIp,
    sms: send.perIp.sms,
    email: send.perIp.email,
  }

  return (what, ip) => {
    const trusted = trustedBy(ip)
    const windows = trusted ? figuresOf(trusted)[what] : usual[what]
    if (!windows) return []
    // A log of its own: a stranger's counts in the same /48 would be cut to the windows of the agency.
    const whose = trusted ? 'trusted' : 'ip'
    return networksOf(ip).map(({ name, times }) => ({
      key: `${what}:${whose}:${name}`,
      windows: windows.map(([count, seconds]) => [count * times, seconds]),
    }))
  }
}

/** Behind a trusted address stand many members: it is never made to wait because others press the service. */
function figuresOf(trusted: Limits['identity']['trusted'][number]): Partial<Record<Limited, readonly Window[]>> {
  const { perIp: guesses, sessions, questions, sends } = trusted
  return { guesses, sessions, questions, ...sends }
}
