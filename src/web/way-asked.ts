import type { Via } from '../ports.ts'
import type { Services } from '../services.ts'
import type { Step } from '../wizard/step.ts'
import { HttpError } from './http-error.ts'
import { hasUnknownFields } from './known-fields.ts'

/** How a new code is to travel: as the pressed button says, or the usual way. Throws on what no button of ours sends (W-14). */
export function wayAsked(step: Step, services: Services, typed: Readonly<Record<string, string>>): Via | undefined {
  const ways = step.ways?.(services)
  const { via = ways?.[0] } = typed
  const way = ways?.find(each => each === via)
  if (via !== way || hasUnknownFields(typed, ways ? { via } : {})) throw new HttpError(400, 'badRequest')
  return way
}
