import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { mock } from 'node:test'
import { loadConfig } from '../config/index.ts'
import { activation } from '../journey.ts'
import { MODES, type Mode } from '../ports/index.ts'
import { createApp } from '../server/app.ts'
import { compose } from '../server/compose.ts'
import { gallery } from './gallery/index.ts'

const SCENES = ['start', ...activation.steps.map(({ slug }) => `${slug}.blank`), 'done']
/** Any fixed time: pages show it, and the same build must make the same dictionary. */
const AT = new Date('2026-11-22T10:00:00Z')

/** In each mode, the pages of an insurer's journey in a row as the gallery shows them, without what is drawn anew for every answer.
 * Stops the clock of the process in between. */
export async function dictionaryPages(organisation: string): Promise<Record<Mode, string>> {
  mock.timers.enable({ apis: ['Date'], now: AT })
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const { dependencies, close } = await compose(loadConfig(environment(origin, organisation)))
  server.on('request', createApp({ ...dependencies, extra: gallery }))
  try {
    const pages = MODES.map(async mode => {
      // Whoever has chosen no language yet reads both, and is asked on the start page.
      const scenes = [...(mode === 'both' ? ['start'] : []), ...SCENES.map(scene => `${scene}?lang=${mode}`)]
      const drawn = scenes.map(async scene => drawScene(`${origin}/gallery/${scene}`))
      return [mode, (await Promise.all(drawn)).join('')]
    })
    return Object.fromEntries(await Promise.all(pages))
  } finally {
    server.close()
    server.closeAllConnections()
    await close()
    mock.timers.reset()
  }
}

async function drawScene(url: string): Promise<string> {
  const answer = await fetch(url)
  if (!answer.ok) throw new Error(`${url} answered ${answer.status}`)
  return withoutDrawn(await answer.text())
}

/** Replaces random text, which would be matched only by chance, by as many dashes: distances in page and dictionary stay equal, and
 * Zstandard writes a repeated distance in fewer bits. */
function withoutDrawn(page: string): string {
  const blank = (letters: number) => '-'.repeat(letters)
  return page
    .replace(/(name="_token" value=")[^"]*/g, `$1${blank(22)}`)
    .replace(/(name="questionToken" value=")[^"]*/g, `$1${blank(56)}`)
    .replace(
      /(data-puzzle=")([^"]*)/g,
      (_, name, puzzle) => name + puzzle.replace(/[\w-]{22,}/g, (drawn: string) => blank(drawn.length)),
    )
}

/** No far end is called: the addresses are unused, and the keys are random. */
function environment(origin: string, organisation: string): Record<string, string> {
  const key = () => randomBytes(32).toString('base64')
  return {
    ORGANISATION: organisation,
    PUBLIC_URL: origin,
    NODE_ENV: 'test',
    LOG_LEVEL: 'silent',
    REDIS_URL: 'memory:',
    SESSION_KEYS: key(),
    ENCRYPTION_KEYS: key(),
    HMAC_KEYS: key(),
    LIVE_VIEW_KEYS: key(),
    MEMBER_API_URL: NOBODY,
    MEMBER_API_TOKEN: 'none',
    SMTP_URL: 'smtp://127.0.0.1:9',
    MAIL_FROM: 'ne-pas-repondre@example.ma',
    TWILIO_API_URL: NOBODY,
    TWILIO_ACCOUNT_SID: `AC${'0'.repeat(32)}`,
    TWILIO_AUTH_TOKEN: '0'.repeat(32),
    TWILIO_FROM: 'Insurer',
  }
}

const NOBODY = 'http://127.0.0.1:9'
