import type { Via } from '../../ports/index.ts'
import { inARow } from '../in-a-row.ts'
import { manyMembers } from '../many-members.ts'
import { type Pause, pause } from '../pause.ts'
import type { TwilioFault } from './codes.ts'

interface Consequence {
  /** Failures in a row that raise an alarm; `members`: different numbers with one code. */
  alarm: number | { members: number }
  /** What pauses after three in a row: the account (all ways) or this way. */
  pauses?: 'account' | 'way'
}

export const CONSEQUENCES: Readonly<Record<TwilioFault, Consequence>> = {
  number: { alarm: { members: 10 } },
  unreachable: { alarm: { members: 10 } },
  'opted-out': { alarm: { members: 10 } },
  account: { alarm: 1, pauses: 'account' },
  sender: { alarm: 3, pauses: 'way' },
  limit: { alarm: 3, pauses: 'way' },
  request: { alarm: 3 },
  busy: { alarm: 3 },
  unknown: { alarm: 3 },
  theirs: { alarm: 5 },
}

const PAUSED_AFTER = 3

export interface TwilioFaults {
  enter(via: Via): void
  failed(fault: TwilioFault, via: Via, to: string, code: unknown): void
  succeeded(via: Via): void
}

export function twilioFaults(openMs: number, alarm: (name: string, raised: boolean) => void): TwilioFaults {
  const account = { row: inARow(1, (_, on) => alarm('twilio-account', on)), pause: pause(PAUSED_AFTER, openMs) }
  const ways: Record<Via, Way> = { sms: way('sms'), voice: way('voice'), whatsapp: way('whatsapp') }

  return {
    enter(via) {
      account.pause.enter()
      ways[via].pause.enter()
    },

    failed(fault, via, to, code) {
      const { pauses } = CONSEQUENCES[fault]
      if (fault === 'account') account.row.failed(fault)
      else ways[via].failed(fault, to, String(code))
      if (pauses) (pauses === 'account' ? account : ways[via]).pause.refused()
    },

    succeeded(via) {
      account.row.succeeded()
      account.pause.succeeded()
      ways[via].succeeded()
      ways[via].pause.succeeded()
    },
  }

  function way(via: Via): Way {
    const rows = new Map(
      Object.entries(CONSEQUENCES).flatMap(([fault, { alarm: after }]) =>
        typeof after === 'number' ? [[fault, inARow(after, (_, on) => alarm(`${via}-${fault}`, on))]] : [],
      ),
    )
    const causes = manyMembers(on => alarm(`${via}-one-cause`, on))
    return {
      pause: pause(PAUSED_AFTER, openMs),
      failed(fault, to, code) {
        const { alarm: after } = CONSEQUENCES[fault]
        if (typeof after === 'number') rows.get(fault)!.failed(fault)
        else causes.failed(code, to, after.members)
      },
      succeeded() {
        for (const row of rows.values()) row.succeeded()
        causes.succeeded()
      },
    }
  }
}

interface Way {
  pause: Pause
  failed(fault: TwilioFault, to: string, code: string): void
  succeeded(): void
}
