import type { Request } from 'express'

/** What each value of the field `open` asks, which the member's buttons for opening and closing send. */
const PRESSES = { yes: 'open', no: 'close' } as const

/** Undefined if no button was pressed; `none` for a value that no button sends: the page is only shown again. */
export function agentPress({ typed }: Request): 'open' | 'close' | 'none' | undefined {
  const { open } = typed ?? {}
  if (open === undefined) return undefined
  return Object.hasOwn(PRESSES, open) ? PRESSES[open as keyof typeof PRESSES] : 'none'
}
