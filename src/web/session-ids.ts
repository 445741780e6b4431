import type { Request } from 'express'
import type { SessionData } from 'express-session'
import { placeOf, tagOf } from '../domain/sessions/session-id.ts'
import { SessionNewer, SessionOver } from '../ports/index.ts'
import { formToken } from './middleware/form-token.ts'
import { saveSession, storeOf } from './middleware/session.ts'

/** Moves the data that `keep` returns to a new id and deletes the old one (S-4); the same form sent twice has the same `purpose` and moves it
 * again. Rejects with `SessionOver` if the session ended or moved otherwise; if it was changed, with `SessionNewer`, unless `forGood`. */
export async function renewSession(
  req: Request,
  purpose: string,
  keep: (data: Partial<SessionData>) => Partial<SessionData>,
  forGood = false,
): Promise<void> {
  const { session: before, sessionID: old } = req
  const renewed = tagOf(`${old} ${purpose}`)
  newIdAt(placeOf(old), req, { ...keep(before), renewed })
  storeOf(req).supersede(before, req.session)
  try {
    await (forGood ? saveForGood(req, before) : saveSession(req))
  } catch (error) {
    await takeOver(req, error, twin => twin.renewed === renewed)
  }
  req.audit('session_renewed')
}

export function newIdAt(place: string, req: Request, data: Partial<SessionData>): void {
  const { cookie: _cookie, csrfToken: _token, ...kept } = data
  req.sessionPlace = place
  req.sessionReference = data.reference
  req.sessionStore.generate(req)
  Object.assign(req.session, kept)
  formToken(req)
}

/** Beyond so many simultaneous copies of one form, the request fails. */
const MOST_TWINS = 20

/** Saves over what other forms have changed: a later answer must not undo an activated account. */
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

/** Takes over the same form's first copy under a new id, as browsers read the last response. Rejects with the last error. */
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
  // Without a session on the request nothing is saved, and the browser keeps its cookie.
  Reflect.deleteProperty(req, 'session')
  throw reason
}

/** Replaces the session by its ending. `already-active` may concern another member, so it overrides no form. */
export function endSession(req: Request, end: Pick<SessionData, 'ended' | 'receipt' | 'finishing'>): Promise<void> {
  const keep = ({ flow, openedAt, reference, assisted }: Partial<SessionData>) => ({
    flow: flow!,
    openedAt: openedAt!,
    reference: reference!,
    // An agent who follows sees the end too.
    ...(assisted !== undefined && { assisted }),
    answers: {},
    endedAt: Date.now(),
    ...end,
  })
  return renewSession(req, end.ended!, keep, end.ended !== 'already-active')
}
