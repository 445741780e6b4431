import { randomBytes } from 'node:crypto'
import { startConsole } from '../../src/agent/server.ts'
import { loadConfig, loadConsoleConfig } from '../../src/config/index.ts'
import { startServer } from '../../src/server/index.ts'
import { startBalancer } from './balancer.ts'
import { consoleSurroundings } from './console.ts'
import { freePort } from './free-port.ts'
import type { Member, Page } from './member.ts'
import { startRedis } from './redis.ts'
import { type SurroundingsOptions, surroundings } from './surroundings.ts'

interface Options {
  wizard?: SurroundingsOptions
  console?: Parameters<typeof consoleSurroundings>[0]
}

const key = () => randomBytes(32).toString('base64')
const NAMES = ['SESSION_KEYS', 'ENCRYPTION_KEYS', 'HMAC_KEYS', 'LIVE_VIEW_KEYS', 'AGENT_SESSION_KEYS'] as const
type Name = (typeof NAMES)[number]
type Keys = Record<Name, string>

/** Wizard and console on one Redis, while each list of keys is renewed in the steps of docs/operations.md: before the first, and after each of the three. */
export async function startMixedKeys({ wizard = {}, console = {} }: Options) {
  const states = statesOf(NAMES.map(name => [name, key(), key()]))
  const redis = await startRedis()
  const roads = { wizard: [0], console: [0] }
  const balancers = { wizard: await startBalancer(roads.wizard), console: await startBalancer(roads.console) }
  const origin = (of: keyof typeof roads) => `http://localhost:${balancers[of].port}`
  const redisUrl = redis.url
  const around = await surroundings({ ...wizard, redisUrl, environment: { PUBLIC_URL: origin('wizard') } })
  const environment = { ...states[0]!, AGENT_PUBLIC_URL: origin('console') }
  const { SESSION_KEYS: _s, ENCRYPTION_KEYS: _e, HMAC_KEYS: _h, ...consoles } = environment
  const desks = await consoleSurroundings({ ...console, redisUrl, environment: consoles })
  return { redis, around, desks, states, origin, between, stop }

  /** An instance of each with the keys of before a step, and one with those of after it. */
  async function between(step: number) {
    const both = [step, step + 1].map(each => states[each]!)
    const wizards = await Promise.all(both.map(startWizard))
    const sites = await Promise.all(both.map(startSite))
    const point = (of: keyof typeof roads, n: number) => {
      roads[of][0] = (of === 'wizard' ? wizards : sites)[n]!.port
    }
    return {
      /** Sends all that comes to that instance; 0 has the keys of before. */
      point,
      /** Sends someone's requests to the instances in this order, again and again. */
      lead<Who extends Member>(who: Who, of: keyof typeof roads, order: readonly number[]): Who {
        let turn = 0
        const next = () => point(of, order[turn++ % order.length]!)
        const { get, post } = Object.getPrototypeOf(who) as Member
        const there = <Words extends unknown[]>(send: (...words: Words) => Promise<Page>) => {
          return (...words: Words) => {
            next()
            return send.apply(who, words)
          }
        }
        return Object.assign(who, { get: there(get), post: there(post) })
      },
      stopWizard: (n: 0 | 1) => wizards[n]!.stop(),
      stop: () => Promise.all([...wizards, ...sites].map(each => each.stop())),
    }
  }

  async function startWizard({ AGENT_SESSION_KEYS: _, ...keys }: Keys) {
    const [port, adminPort] = [await freePort(), await freePort()]
    const ports = { PORT: `${port}`, ADMIN_PORT: `${adminPort}` }
    const running = await startServer(loadConfig({ ...around.environment, ...keys, ...ports }))
    return { port, stop: once(running.stop) }
  }

  async function startSite({ AGENT_SESSION_KEYS, LIVE_VIEW_KEYS }: Keys) {
    const [port, adminPort] = [await freePort(), await freePort()]
    const own = { AGENT_SESSION_KEYS, LIVE_VIEW_KEYS, AGENT_PORT: `${port}`, ADMIN_PORT: `${adminPort}` }
    const running = await startConsole(loadConsoleConfig({ ...desks.environment, ...own }))
    return { port, stop: once(running.stop) }
  }

  async function stop() {
    balancers.wizard.stop()
    balancers.console.stop()
    desks.remove()
    await around.stop()
    await redis.stop()
  }
}

function statesOf(keys: (readonly [name: Name, older: string, newer: string])[]): Keys[] {
  const state = (list: (older: string, newer: string) => string) =>
    Object.fromEntries(keys.map(([name, older, newer]) => [name, list(older, newer)])) as Keys
  return [
    state(older => older),
    state((older, newer) => `${older},${newer}`),
    state((older, newer) => `${newer},${older}`),
    state((_, newer) => newer),
  ]
}

function once(stop: () => Promise<unknown>) {
  let stopping: Promise<unknown> | undefined
  return () => (stopping ??= stop())
}
