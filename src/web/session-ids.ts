import type { Request } from 'express'
import type { SessionData } from 'express-session'
import { placeOf, tagOf } from '../domain/sessions/session-id.ts'
import { SessionNewer, SessionOver } from '../ports/index.ts'
import { formToken } from './middleware/form-token.ts'
import { type SupersedingStore, saveSession } from './middleware/session.ts'

/**
 * Moves what `keep` returns of the session to a new id; the old one is dead with the same write, before anybody is answered,
 * and for good (S-4). `step` says what was proved: where the same form, sent twice, has moved the session already, it is
 * moved on from there, and the id that its first answer gave is dead in turn. Rejects with `SessionOver` where the session
 * was ended or moved otherwise, with `SessionNewer` where another request has changed it, unless this is `forGood`: nothing
 * is kept then.
 */
export async function renewSession(
  req: Request,
  step: string,
  keep: (data: Partial<SessionData>) => Partial<SessionData>,
  forGood = false,
): Promise<void> {
  const { session: before, sessionID: old } = req
  const renewed = tagOf(`${old} ${step}`)
  newIdAt(placeOf(old), req, { ...keep(before), renewed })
  storeOf(req).supersede(before, req.session)
  try {
    await (forGood ? saveForGood(req, before) : saveSession(req))
  } catch (error) {
    await takeOver(req, error, twin => twin.renewed === renewed)
  }
  req.audit('session_renewed')
}

const storeOf = (req: Request) => req.sessionStore as Request['sessionStore'] & SupersedingStore

/** The request goes on with a session of this content, under an id that nobody has had. */
export function newIdAt(place: string, req: Request, data: Partial<SessionData>): void {
  const { cookie: _cookie, csrfToken: _token, ...kept } = data
  req.sessionPlace = place
  req.sessionReference = data.reference
  req.sessionStore.generate(req)
  Object.assign(req.session, kept)
  formToken(req)
}

/** A form that is sent more often than that at once is answered no more. */
const MOST_TWINS = 20

/** Saves over what another form has changed meanwhile: an account that is made is not undone by an answer. */
async function saveForGood(req: Request, before: Partial<SessionData>): Promise<void> {
  for (let tries = 0; ; tries++)
    try {
      return await saveSession(req)
    } catch (error) {
      const now = error instanceof SessionNewer && tries < MOST_TWINS && (await storeOf(req).successor(req.sessionID))
      if (!now || now.renewed !== before.renewed) throw error
      storeOf(req).supersede(now, req.session)
    }
}

/**
 * Lets the request go on with what its twin has made of the session, under an id of its own: the browser that sent a form
 * twice listens to the last answer alone. Rejects with `error` where what stands there is no twin's.
 */
export async function takeOver(req: Request, error: unknown, isTwin: (session: SessionData) => boolean): Promise<void> {
  let reason = error
  for (let twins = 0; reason instanceof SessionOver && twins < MOST_TWINS; twins++) {
    const twin = await storeOf(req).successor(req.sessionID)
    if (!twin || !isTwin(twin)) break
    newIdAt(placeOf(req.sessionID), req, twin)
    storeOf(req).supersede(twin, req.session)
    reason = await saveSession(req).catch((error: unknown) => error)
    if (!reason) return
  }
  failed(req, reason)
}

/** Nothing of the session is saved or shown, and no cookie set: the browser keeps the id that it has. */
function failed(req: Request, error: unknown): never {
  Reflect.deleteProperty(req, 'session')
  throw error
}

/**
 * Under a new id, nothing of the journey is kept but `end`, and what names this passage to an agent. An account that is made,
 * or being made, ends it whatever another form has answered meanwhile; one that was active does not end another member's.
 */
export function endSession(req: Request, end: Pick<SessionData, 'ended' | 'receipt' | 'finishing'>): Promise<void> {
  const keep = ({ flow, openedAt, reference }: Partial<SessionData>) => ({
    flow: flow!,
    openedAt: openedAt!,
    reference: reference!,
    answers: {},
    endedAt: Date.now(),
    ...end,
  })
  return renewSession(req, end.ended!, keep, end.ended !== 'already-active')
}
