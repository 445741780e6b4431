import type { Request, Response } from 'express'
import type { Step, StepView } from '../../wizard/step.ts'
import { agentPress } from '../live-page/press.ts'

/** What a side action did, as a word in the query of the page it leads to; other words are ignored (W-10). */
const WORDS = { sent: 'code', changed: 'modifie', stayed: 'temps', opened: 'ouverte', closed: 'fermee' } as const

/** After so long a code is no news, so that a reload or a bookmark does not announce it again. */
const NEW_SECONDS = 120

export type Done = keyof typeof WORDS

export const doneQuery = (done: Done): string => `?avis=${WORDS[done]}`

/** The copy key of what an action has done that led to this step, as long as it is still true. */
export function doneOnStep(req: Request, step: Step, { liveSeconds, issuedAgoSeconds }: StepView): string | undefined {
  if (!liveSeconds || issuedAgoSeconds === undefined || issuedAgoSeconds > NEW_SECONDS) return undefined
  switch (doneBefore(req)) {
    case 'sent':
      return step.resent
    case 'changed':
      return step.dependsOn?.find(({ changed }) => changed)?.changed
    default:
      return undefined
  }
}

export function doneOnAnyPage(req: Request, { locals }: Response): string | undefined {
  if (locals.modeIsNew) return `notices.done.language.${locals.mode === 'both' ? 'both' : 'one'}`
  if (!req.session?.flow) return undefined
  if (doneBefore(req) === 'stayed' || asksToStay(req)) return 'notices.done.stayed'
  const isClosed = !locals.assistance && (doneBefore(req) === 'closed' || agentPress(req) === 'close')
  return isClosed ? 'notices.done.unfollowed' : undefined
}

/** Whether this request, or the form that has led to it, has opened the page to an agent. */
export const isJustOpened = (req: Request): boolean => doneBefore(req) === 'opened' || agentPress(req) === 'open'

/** Whether the form of a step was sent only for more time, by the button in the foot. */
export const asksToStay = ({ typed }: Request): boolean => typed?.['stay'] !== undefined

function doneBefore({ query: { avis } }: Request): Done | undefined {
  return (Object.keys(WORDS) as Done[]).find(done => WORDS[done] === avis)
}
