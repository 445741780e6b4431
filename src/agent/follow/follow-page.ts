import { promisify } from 'node:util'
import type { Request, Response } from 'express'
import type { Limits } from '../../config/limits/index.ts'
import { grouped } from '../../domain/sessions/support-reference.ts'
import { LIVE_WORDS } from '../../web/live-page/words.ts'
import { logOf } from '../../web/middleware/request-log.ts'
import { saveSession } from '../../web/middleware/session.ts'
import type { ConsoleContext } from '../context.ts'
import { createSay, createSayAll } from '../guide/say.ts'
import { SPOKEN_LANGUAGES } from '../guide/spoken.ts'
import { voiceOf } from '../guide/voice.ts'
import type { Following, Over, Pages } from './following.ts'
import { type Shown, screenOf } from './screen/screen.ts'
import { createDrawing } from './screen/sections.ts'
import { timer } from './screen/timer.ts'
import { eventSink } from './stream/events.ts'
import type { StreamPlaces } from './stream/places.ts'
import { PACE, stream } from './stream/stream.ts'

/** How often the page is fetched again where no scripts run. */
const REFRESH_SECONDS = 10

/** `/suivi` shows the caller's page as it is now, `/suivi/flux` sends what changes, `/suivi/fin` ends it. */
export function followPage(web: ConsoleContext, pages: Pages, streams: StreamPlaces) {
  const { config, copies, followed, sessions, render, showPage } = web
  const { assistance } = config.limits
  const stored = promisify(sessions.get.bind(sessions))
  const say = createSayAll(createSay(copies, config))
  const secure = config.AGENT_PUBLIC_URL.protocol === 'https:'
  return { show, openStream, end, leave }

  async function show(req: Request, res: Response): Promise<void> {
    const following = req.session.following
    if (!following) return res.redirect(303, '/')
    const seen = seenIn(await pages.watch(following, req.audit)(), config.limits)
    const { since, reference, tookOver } = following
    const voice = voiceOf(req, res, secure)
    showPage(req, res, {
      template: 'follow',
      title: 'console.follow.title',
      context: {
        ...('over' in seen ? seen : { screen: seen }),
        reference: grouped(reference),
        since: new Date(since),
        tookOver,
        now: Date.now(),
        timer,
        say,
        voice,
        voices: SPOKEN_LANGUAGES,
        steps: LIVE_WORDS.steps,
        refreshSeconds: REFRESH_SECONDS,
      },
    })
    noteIfVanished(following, req)
  }

  async function openStream(req: Request, res: Response): Promise<void> {
    const following = req.session.following
    // A browser does not connect again after 204.
    if (!following) return void res.status(204).end()
    if (!streams.hasRoom(following.as)) return void res.status(503).end()
    const sink = eventSink(res)
    streams.add(following.as, sink)
    const openedAt = performance.now()
    const isFollowing = async () => (await stored(req.sessionID))?.following?.since === following.since
    logOf(req).info('stream opened')
    const watch = pages.watch(following, req.audit, isFollowing)
    const draw = createDrawing(render, { t: copies[res.locals.mode], member: copies.both, say })
    await stream({
      sink,
      async look() {
        const seen = seenIn(await watch(), config.limits)
        return 'over' in seen ? draw.over(seen.over) : draw.changes(seen)
      },
      listen: changed => followed.listen(following.page, changed),
      hears: () => followed.hears(),
      isSignedIn: async () => (await web.isSignedIn(req)) && isFollowing(),
      seconds: assistance.streams.seconds,
      // Each reading keeps the agent as the follower.
      pace: { ...PACE, rereadMs: Math.min(PACE.rereadMs, (assistance.watchSeconds * 1000) / 3) },
    })
    logOf(req).info({ ms: Math.round(performance.now() - openedAt) }, 'stream closed')
    noteIfVanished(following, req)
  }

  /** Runs later; no request waits for it. */
  function noteIfVanished(following: Following, req: Request): void {
    const failed = (err: unknown) => logOf(req).error({ err }, 'end of following not noted')
    pages.vanished(following, req.audit).catch(failed)
  }

  async function end(req: Request, res: Response): Promise<void> {
    const { following } = req.session
    await leave(req)
    if (following) req.session.wrapUp = { ...following, until: Date.now() }
    await saveSession(req)
    res.redirect(303, following ? '/suivi/bilan' : '/')
  }

  /** Does nothing if the agent follows no caller. */
  async function leave({ session, audit }: Request): Promise<void> {
    const { following } = session
    if (!following) return
    delete session.following
    streams.end(following.as)
    await pages.leave(following, audit)
  }
}

type Seen = Extract<Shown, { kind: 'open' }> | { over: Over | 'left' | 'unreadable' }

function seenIn(found: Awaited<ReturnType<ReturnType<Pages['watch']>>>, { session }: Limits): Seen {
  if (typeof found === 'string') return { over: found }
  const shown = screenOf(found, Date.now(), session.warningSeconds)
  return shown.kind === 'open' ? shown : { over: 'unreadable' }
}

declare module 'express-session' {
  interface SessionData {
    following: Following
  }
}
