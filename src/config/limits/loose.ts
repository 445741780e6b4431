import ipaddr from 'ipaddr.js'
import { IdentityLimits, Limits } from './index.ts'

type Windows = Limits['session']['perIp']
type Trusted = Limits['identity']['trusted'][number]

const MOST_TIMES = 10
/** Limits of the whole service grow with it, up to a thousand activations a minute (docs/capacity.md). */
const MOST_TIMES_IN_ALL = 150
const LEAST_FLOOR_MS = 200
const LEAST_LAST_WAIT = 60
const LEAST_PREFIX = { ipv4: 8, ipv6: 32 }

/** Limits over ten times the default, or 150 times for the whole service, one line each. */
export function looseLimits(limits: Limits): string[] {
  const { identity } = limits
  const usual = Limits.parse({})
  const windows = windowsOf(usual).flatMap(([name, ofUsual, times], n) =>
    tooMany(name, windowsOf(limits)[n]![1], ofUsual, times),
  )
  const agency = IdentityLimits.parse({ trusted: [{ networks: ['192.0.2.0/24'] }] }).trusted[0]!
  const trusted = identity.trusted.flatMap(entry => [
    ...windowsOfTrusted(agency).flatMap(([name, ofUsual], n) => tooMany(name, windowsOfTrusted(entry)[n]![1], ofUsual)),
    ...entry.networks
      .filter(isTooWide)
      .map(network => `identity.trusted.networks: ${network} is too wide to be trusted`),
  ])
  return [
    ...windows,
    ...trusted,
    ...(identity.floorMs < LEAST_FLOOR_MS ? [`identity.floorMs: must be at least ${LEAST_FLOOR_MS}`] : []),
    ...(identity.waitsSeconds.at(-1)! < LEAST_LAST_WAIT
      ? [`identity.waitsSeconds: must end with at least ${LEAST_LAST_WAIT}`]
      : []),
  ]
}

function windowsOf({
  session,
  identity,
  send,
  password,
  captcha,
  assistance,
}: Limits): [string, Windows, times?: number][] {
  return [
    ['session.perIp', session.perIp],
    ['session.total', session.total],
    ['session.requests', [session.requests]],
    ['session.scarcePerIp', session.scarcePerIp],
    ['identity.perIp', identity.perIp],
    ['send.perDestination', send.perDestination],
    ['send.perMember', send.perMember],
    ['send.perIp.sms', send.perIp.sms],
    ['send.perIp.email', send.perIp.email],
    ['send.sms.total', send.sms.total, MOST_TIMES_IN_ALL],
    ['send.sms.perPrefix', send.sms.perPrefix, MOST_TIMES_IN_ALL],
    ['password.perSession', password.perSession],
    ['captcha.perSession', captcha.perSession],
    ['captcha.questionPerIp', captcha.questionPerIp],
    ['assistance.misses', assistance.misses],
    ['assistance.signIn.perName', assistance.signIn.perName],
    ['assistance.signIn.perNetwork', assistance.signIn.perNetwork],
  ]
}

function windowsOfTrusted({ perIp, sessions, questions, sends }: Trusted): [string, Windows][] {
  return [
    ['identity.trusted.perIp', perIp],
    ['identity.trusted.sessions', sessions],
    ['identity.trusted.questions', questions],
    ['identity.trusted.sends.sms', sends.sms],
    ['identity.trusted.sends.email', sends.email],
  ]
}

function tooMany(name: string, windows: Windows, usual: Windows, times = MOST_TIMES): string[] {
  return usual
    .filter(([count, seconds]) => mostIn(seconds, windows) > count * times)
    .map(([count, seconds]) => `${name}: must not let more than ${count * times} through in ${seconds} s`)
}

function mostIn(seconds: number, windows: Windows): number {
  return Math.min(...windows.map(([count, each]) => count * Math.ceil(seconds / each)))
}

function isTooWide(network: string): boolean {
  const [address, bits] = ipaddr.parseCIDR(network)
  return bits < LEAST_PREFIX[address.kind()]
}
