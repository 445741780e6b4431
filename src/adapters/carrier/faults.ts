import type { Via } from '../../ports/index.ts'
import { createDistinctRecipients } from '../faults/distinct-recipients.ts'
import { createFailureStreak } from '../faults/failure-streak.ts'
import { createPause, type Pause } from '../faults/pause.ts'
import { type CarrierFault, CONSEQUENCES } from './consequences.ts'

const PAUSED_AFTER = 3

export interface CarrierFaults {
  enter(via: Via): void
  failed(fault: CarrierFault, via: Via, to: string, code: unknown): void
  succeeded(via: Via): void
}

export function createCarrierFaults(
  name: string,
  openMs: number,
  alarm: (name: string, raised: boolean) => void,
): CarrierFaults {
  const account = {
    streak: createFailureStreak(1, (_, on) => alarm(`${name}-account`, on)),
    pause: pauseOfNumbers(openMs),
  }
  const ways: Record<Via, Way> = { sms: way('sms'), voice: way('voice'), whatsapp: way('whatsapp') }

  return {
    enter(via) {
      account.pause.enter()
      ways[via].pause.enter()
    },

    failed(fault, via, to, code) {
      const { pauses } = CONSEQUENCES[fault]
      if (fault === 'account') account.streak.failed(fault)
      else ways[via].failed(fault, to, String(code))
      if (pauses) (pauses === 'account' ? account : ways[via]).pause.refused(to)
    },

    succeeded(via) {
      account.streak.succeeded()
      account.pause.succeeded()
      ways[via].succeeded()
      ways[via].pause.succeeded()
    },
  }

  function way(via: Via): Way {
    const streaks = new Map(
      Object.entries(CONSEQUENCES).flatMap(([fault, { alarm: after }]) =>
        typeof after === 'number' ? [[fault, createFailureStreak(after, (_, on) => alarm(`${via}-${fault}`, on))]] : [],
      ),
    )
    const recipients = createDistinctRecipients(on => alarm(`${via}-one-cause`, on))
    return {
      pause: pauseOfNumbers(openMs),
      failed(fault, to, code) {
        const { alarm: after } = CONSEQUENCES[fault]
        if (typeof after === 'number') streaks.get(fault)!.failed(fault)
        else recipients.failed(code, to, after.recipients)
      },
      succeeded() {
        for (const streak of streaks.values()) streak.succeeded()
        recipients.succeeded()
      },
    }
  }
}

/** A number may be refused for reasons of its own: a pause, which is for all, needs different ones. */
function pauseOfNumbers(openMs: number): NumbersPause {
  const numbers = createDistinctRecipients(() => {})
  const pause = createPause(1, openMs)
  return {
    enter: pause.enter,
    refused: to => void (numbers.failed('refused', to, PAUSED_AFTER) && pause.refused()),
    succeeded() {
      numbers.succeeded()
      pause.succeeded()
    },
  }
}

interface NumbersPause extends Omit<Pause, 'refused'> {
  refused(to: string): void
}

interface Way {
  pause: NumbersPause
  failed(fault: CarrierFault, to: string, code: string): void
  succeeded(): void
}
