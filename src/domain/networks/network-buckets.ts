import type { Limits } from '../../config/limits/index.ts'
import type { Bucket, Window } from '../../ports/index.ts'
import { networksOf } from './network.ts'
import { createTrustedNetworks } from './trusted-networks.ts'

/** What is limited per network; `rare` and `scarce` apply only under pressure on the whole service. */
export type Limited = 'guesses' | 'rare' | 'sessions' | 'scarce' | 'questions' | 'sms' | 'email'

export type NetworkBuckets = (what: Limited, ip: string | undefined) => Bucket[]

const ONE_IN_THIRTY_SECONDS: readonly Window[] = [[1, 30]]

export function createNetworkBuckets({ identity, session, send, captcha }: Limits): NetworkBuckets {
  const trustedBy = createTrustedNetworks(identity.trusted)
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
    // A separate log: counts of a stranger in the same /48 would otherwise be cut to the agency's windows.
    const whose = trusted ? 'trusted' : 'ip'
    return networksOf(ip).map(({ name, times }) => ({
      key: `${what}:${whose}:${name}`,
      of: [what, `${whose}:${name}`],
      windows: windows.map(([count, seconds]) => [count * times, seconds]),
    }))
  }
}

/** Many members share a trusted address: pressure on the service does not limit it. */
function figuresOf(trusted: Limits['identity']['trusted'][number]): Partial<Record<Limited, readonly Window[]>> {
  const { perIp: guesses, sessions, questions, sends } = trusted
  return { guesses, sessions, questions, ...sends }
}
