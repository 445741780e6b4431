import type { Request } from 'express'

/** By the value of their field, what the buttons ask by which a member opens their page to an agent, and ends that. */
const PRESSES = { yes: 'open', no: 'close' } as const

/** Undefined if none was pressed; `none` for a value of no button of ours, which only shows the page again. */
export function agentPress({ typed }: Request): 'open' | 'close' | 'none' | undefined {
  const { open } = typed ?? {}
  if (open === undefined) return undefined
  return Object.hasOwn(PRESSES, open) ? PRESSES[open as keyof typeof PRESSES] : 'none'
}
