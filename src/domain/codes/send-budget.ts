import type { Limits } from '../../config/limits/index.ts'
import { type Act, type Bucket, type Channel, Unavailable, unlessUnavailable, type Window } from '../../ports/index.ts'
import { parsePhoneNumber } from '../fields/mobile-number.ts'
import { type ActiveSession, type Holder, ofMember } from '../identity/active-session.ts'
import type { NetworkBuckets } from '../networks/network-buckets.ts'
import type { SharedContacts } from './shared-contacts.ts'

const DAY = 86_400
const SHARED_ALARM_MS = 3_600_000
const ALARM_SHARE = 0.8
const PREFIX_DIGITS = 5
const PAUSED_RETRY_SECONDS = 900
/** Attempts per member and channel, refused or not, so that nobody can test which mailboxes exist (T10). */
const TRIES: Window = [20, 3600]

export interface SendRequest extends Holder {
  channel: Channel
  destination: string
  ip: string | undefined
}

/** `unsent`: the provider refused it. `untried`: no provider was asked. */
export type Posting = 'sent' | 'unsent' | 'untried'

export type Budgeted<Result> =
  | { kind: 'run'; result: Result }
  /** The address is over its limit: send nothing and do not show it (OTP-11). */
  | { kind: 'silent' }
  /** The address serves its maximum of members (OTP-18). */
  | { kind: 'shared' }
  | { kind: 'limited'; seconds: number }
  | { kind: 'elsewhere' }
  | { kind: 'barred' }

export type SendBudget = <Result>(
  request: SendRequest,
  first: Act<unknown>,
  run: (keep: (beside: Act<unknown>) => Promise<void>) => Promise<Result>,
  posting: (result: Result) => Posting,
) => Promise<Budgeted<Result>>

/** Reserves a message in every budget (OTP-11 to OTP-14, OTP-17). Throws `Unavailable` if no SMS may be sent. */
export function createSendBudget(
  active: ActiveSession,
  limits: Limits['send'],
  networks: NetworkBuckets,
  shared: SharedContacts,
  alarm: (name: 'sms-budget' | 'shared-contact', on: boolean) => void,
): SendBudget {
  let sharedAt = Number.NEGATIVE_INFINITY
  return async (request, first, run, posting) => {
    const { channel } = request
    if ((limits.paused as Channel[]).includes(channel)) throw paused(PAUSED_RETRY_SECONDS)
    const service = channel === 'sms' ? ofService(request) : []
    const to = ofDestination(request)
    const tries = triesOf(request)
    // The silent limit comes last, so a visible one is reported first.
    const serves = shared(request)
    const buckets = [tries, ...bucketsOfMember(request), serves, ...service, to]
    // Which member a contact serves is known only after its code was typed.
    const all = { keep: buckets.filter(bucket => bucket !== serves).map(({ key }) => key) }
    const ran = await active.actTakeRunSettle(
      first,
      request,
      buckets,
      ({ used, settle }) => {
        if (channel === 'sms') alarmNearTotal(used.at(-2) ?? [])
        if (Date.now() - sharedAt > SHARED_ALARM_MS) alarm('shared-contact', false)
        // If the reply is lost, the reservation was kept or is being undone.
        return run(beside => settle(all, beside).catch(unlessUnavailable))
      },
      result => ({ sent: undefined, unsent: { keep: [tries.key] }, untried: {} })[posting(result)],
    )
    if (ran.allowed) return { kind: 'run', result: ran.result }
    if ('barred' in ran) return { kind: 'barred' }
    if (ran.elsewhere) return { kind: 'elsewhere' }
    // Nothing was sent yet, so neither silence nor a reason applies.
    if (ran.unsettled) return { kind: 'limited', seconds: ran.retryAfterSeconds }
    if (ran.key === to.key) return { kind: 'silent' }
    if (ran.key === serves.key) {
      sharedAt = Date.now()
      alarm('shared-contact', true)
      return { kind: 'shared' }
    }
    if (!service.some(({ key }) => key === ran.key)) return { kind: 'limited', seconds: ran.retryAfterSeconds }
    alarm('sms-budget', true)
    throw paused(ran.retryAfterSeconds)
  }

  function alarmNearTotal(inTotal: readonly number[]): void {
    alarm(
      'sms-budget',
      limits.sms.total.some(([count], n) => inTotal[n]! >= count * ALARM_SHARE),
    )
  }

  function triesOf({ member, channel }: SendRequest): Bucket {
    return { key: `send:tries:${channel}:${member}`, of: [`tries:${channel}`, ofMember(member)], windows: [TRIES] }
  }

  function ofService({ destination }: SendRequest): Bucket[] {
    const { total, perPrefix } = limits.sms
    return [
      { key: `send:prefix:${prefixOf(destination)}`, windows: perPrefix },
      { key: 'send:sms', windows: total },
    ]
  }

  function bucketsOfMember({ member, channel, destination, ip }: SendRequest): Bucket[] {
    return [
      {
        key: `send:member:${channel}:${member}`,
        of: [`member:${channel}`, ofMember(member)],
        windows: limits.perMember,
      },
      {
        key: `send:destinations:${channel}:${member}`,
        of: [`destinations:${channel}`, ofMember(member)],
        windows: [[limits.destinations, DAY]],
        item: canonical(destination),
      },
      ...networks(channel, ip),
    ]
  }

  function ofDestination({ channel, destination }: SendRequest): Bucket {
    return { key: `send:to:${channel}:${canonical(destination)}`, windows: limits.perDestination }
  }
}

function canonical(destination: string): string {
  return destination.toLowerCase()
}

function prefixOf(number: string): string {
  const { countryCallingCode = '', nationalNumber = number } = parsePhoneNumber(number) ?? {}
  return `${countryCallingCode}:${nationalNumber.slice(0, PREFIX_DIGITS)}`
}

function paused(retryAfterSeconds: number): Unavailable {
  return new Unavailable('sms-budget', { retryAfterSeconds })
}
