import type { Mode } from '../../src/ports/index.ts'
import { LAST, PATHS, walkTo } from './journey.ts'
import type { Service } from './service.ts'

/** A page to open, as someone who has come this far. */
export interface Visit {
  /** Below the root of the site. */
  path: string
  url: string
  cookies: string
}

/** The pages of the journey in their order, the first and the last included. */
export const PAGES = ['', ...PATHS, LAST] as const

type Site = Pick<Service, 'member' | 'enrol' | 'origin' | 'farEnds'>

/** Brings a new member to a page in a reading mode. */
export async function visitTo(path: (typeof PAGES)[number], mode: Mode, service: Site): Promise<Visit> {
  const member = service.member()
  await member.get(`?lang=${mode}`)
  if (path) await walkTo(service, member, service.enrol(), path)
  return { path: `/${path}`, url: `${service.origin}/mon_compte${path && `/${path}`}`, cookies: member.cookies }
}
