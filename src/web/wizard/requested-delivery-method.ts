import type { Services } from '../../domain/services.ts'
import type { Via } from '../../ports/index.ts'
import type { Step } from '../../wizard/step.ts'
import { hasUnknownFields } from '../known-fields.ts'

/** How a new code is to travel: as the pressed button says, or the usual way; `malformed` is what no button of ours sends (W-14). */
export function wayAsked(
  step: Step,
  services: Services,
  typed: Readonly<Record<string, string>>,
): Via | 'malformed' | undefined {
  const ways = step.ways?.(services)
  const { via = ways?.[0] } = typed
  const way = ways?.find(each => each === via)
  if (via !== way || hasUnknownFields(typed, ways ? { via } : {})) return 'malformed'
  return way
}
