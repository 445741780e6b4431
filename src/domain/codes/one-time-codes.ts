import { randomInt } from 'node:crypto'
import type {
  Act,
  Channel,
  CodeLedger,
  CodeSlot,
  CodeState,
  Courier,
  Issue,
  Mode,
  NoneTaken,
  Via,
} from '../../ports/index.ts'
import { Unavailable, Undeliverable } from '../../ports/index.ts'
import { type KeyedHash, NAME_LENGTH } from '../crypto/keyed-hash.ts'
import { randomToken } from '../crypto/random.ts'
import type { Holder } from '../identity/active-session.ts'
import type { CodeAttempt, CodeAttempts } from './code-attempts.ts'
import type { CodeObserver } from './code-observer.ts'
import type { DeliveryReports } from './delivery-reports.ts'
import { issueRunSettle } from './issue-run-settle.ts'
import type { Budgeted, SendBudget, SendRequest } from './send-budget.ts'

const DIGITS = 6

type Elsewhere = { kind: 'elsewhere' }
type Limited = { kind: 'limited'; seconds: number }
export type Sending = Issue | Limited | Elsewhere | { kind: NoneTaken | 'shared' }

export interface CodeParts {
  ledger: CodeLedger
  courier: Courier
  hash: KeyedHash
  budget: SendBudget
  attempts: CodeAttempts
  reports: Pick<DeliveryReports, 'ticketFor'>
  observer: Pick<CodeObserver, 'onSend' | 'onCheck'>
}

/** A code is valid for one flow, member, channel and destination (OTP-8). */
export class OneTimeCodes {
  readonly #parts: CodeParts

  constructor(parts: CodeParts) {
    this.#parts = parts
  }

  /** Gives back what certainly did not leave (OTP-17); else it counts as sent (REL-D5). Throws `Unavailable`. */
  async send({ mode, via = 'sms', ...request }: SendRequest & { mode: Mode; via?: Via | undefined }): Promise<Sending> {
    const { ledger, courier, hash, budget, reports, observer } = this.#parts
    const { flow, channel, destination } = request
    const code = newCode()
    const slot = { flow, channel }
    const dispatch = channel === 'sms' ? { id: randomToken(9), via } : undefined
    const sealed = {
      destination: hash.of('destination', ...contactOf(request, destination)).slice(0, NAME_LENGTH),
      mac: hash.of(...sealedParts(request, destination, code)),
      ...(dispatch && { dispatch }),
    }
    const ticket = dispatch && reports.ticketFor(slot, dispatch.id)
    const post = async () => {
      const posted = await postedBy(courier.code({ channel, destination, code, mode, via, ticket }))
      observer.onSend({ channel, via: dispatch?.via, outcome: posted.posting === 'sent' ? 'sent' : 'unsent' })
      return posted
    }
    return issueRunSettle(
      ledger,
      slot,
      sealed,
      async (issuing, keep) => {
        const run = async (keepPlace: (beside: Act<unknown>) => Promise<void>) => {
          await keep(keepPlace)
          return post()
        }
        const budgeted = await budget(request, issuing, run, ({ posting }) => posting)
        return budgeted.kind === 'barred' ? undefined : sendingOf(budgeted)
      },
      ({ kind }) => kind === 'issued',
    )
  }

  async check(holder: Holder & { channel: Channel }, destination: string, code: string): Promise<CodeAttempt> {
    const { ledger, hash, attempts, observer } = this.#parts
    const { flow, channel } = holder
    const macs = hash.all(...sealedParts(holder, destination, code))
    const check = ledger.checking({ flow, channel }, macs)
    return attempts({ ...holder, destination }, check).finally(() => {
      if (check.result) observer.onCheck(channel, check.result.kind === 'right' ? 'verified' : 'failed')
    })
  }

  state(slot: CodeSlot): Promise<CodeState> {
    return this.#parts.ledger.state(slot)
  }
}

export function newCode(): string {
  return String(randomInt(10 ** DIGITS)).padStart(DIGITS, '0')
}

function sealedParts(holder: Holder & CodeSlot, destination: string, code: string) {
  return ['v2', holder.flow, ...contactOf(holder, destination), code] as const
}

/** An address shared by two members is two contacts: a code for one proves nothing for the other. */
function contactOf({ member, channel }: Holder & CodeSlot, destination: string) {
  return [channel, member, destination] as const
}

type Posted =
  | { posting: 'sent' }
  | { posting: 'unsent'; failure: Undeliverable }
  | { posting: 'untried'; failure: unknown }

async function postedBy(sending: Promise<void>): Promise<Posted> {
  try {
    await sending
    return { posting: 'sent' }
  } catch (failure) {
    if (failure instanceof Undeliverable) return { posting: 'unsent', failure }
    const mayArrive = failure instanceof Unavailable && failure.outcome === 'unknown'
    return mayArrive ? { posting: 'sent' } : { posting: 'untried', failure }
  }
}

function sendingOf(budgeted: Exclude<Budgeted<Posted>, { kind: 'barred' }>): Sending {
  if (budgeted.kind === 'silent') return { kind: 'issued' }
  if (budgeted.kind !== 'run') return budgeted
  const { result } = budgeted
  if (result.posting === 'sent') return { kind: 'issued' }
  if (result.posting === 'unsent') return { kind: result.failure.why }
  throw result.failure
}
