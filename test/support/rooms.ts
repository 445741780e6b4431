/// <reference lib="dom" />
import type { Page } from 'playwright-core'
import { activation } from '../../src/journey.ts'
import type { Mode } from '../../src/ports/index.ts'
import type { openBrowser } from './chromium.ts'
import { type Room, roomOf } from './room.ts'
import { openScene, showScene } from './scenes.ts'

/** A small phone; a desktop of 1280 × 1024 at 400 % zoom; a laptop. */
export const SIZES = {
  phone: { width: 360, height: 640 },
  zoomed: { width: 320, height: 256 },
  desktop: { width: 1280, height: 720 },
} as const
export type Size = keyof typeof SIZES
export const EVERY_SIZE = Object.keys(SIZES) as Size[]
export type Rooms = Record<Size, Room>

export const MODES: readonly Mode[] = ['fr', 'ar', 'both']

/** The scenes in the table: each step as it is first met, the page before and the page after. */
export const TOLD: readonly string[] = ['start', ...activation.steps.map(({ slug }) => `${slug}.blank`), 'done']

const START = '<!-- room: written by `npm run room` -->'
const END = '<!-- end of room -->'

/** A page in which scenes are shown one after the other, as they arrive: no script has run in them. */
export async function openRoom(browser: Awaited<ReturnType<typeof openBrowser>>, origin: string, mode: Mode) {
  const page = await browser.newPage(SIZES.phone)
  await openScene(page, origin, 'start', mode)
  // Else the captcha's question would come in place of its box, as it does for whom no script comes.
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync('* { animation-play-state: paused !important }')
    document.adoptedStyleSheets = [sheet]
    return document.fonts.ready.then(() => undefined)
  })
  return {
    page,
    /** `change` makes of the scene what is to be measured. */
    async measure(name: string, sizes: readonly Size[], change?: (page: Page) => Promise<void>): Promise<Rooms> {
      await showScene(page, origin, name, mode)
      await change?.(page)
      const rooms: Partial<Rooms> = {}
      for (const size of sizes) {
        await page.setViewportSize(SIZES[size])
        rooms[size] = await roomOf(page)
      }
      return rooms as Rooms
    },
  }
}

/** The part of docs/accessibility.md that `npm run room` writes. `roomsOf` gives what was measured of a scene in a mode. */
export function tables(roomsOf: (name: string, mode: Mode) => Rooms): string {
  const cell = ({ control, head, foot, page }: Room) => [control, head, foot, page].join(' · ')
  const row = (name: string, size: Size) =>
    `| ${name.replace('.blank', '')} | ${MODES.map(mode => cell(roomsOf(name, mode)[size])).join(' | ')} |`
  return EVERY_SIZE.map(size => {
    const { width, height } = SIZES[size]
    const head = `| ${width} × ${height} | ${MODES.map(mode => `\`${mode}\``).join(' | ')} |\n|---|${'--:|'.repeat(MODES.length)}`
    return [head, ...TOLD.map(name => row(name, size))].join('\n')
  }).join('\n\n')
}

/** The document with other tables in it. Throws if it has no place for them. */
export function withTables(document: string, written: string): string {
  const [before, rest] = document.split(START)
  const after = rest?.split(END)[1]
  if (after === undefined) throw new Error('no place for the tables')
  return `${before}${START}\n\n${written}\n\n${END}${after}`
}

export const tablesIn = (document: string): string => document.split(START)[1]?.split(END)[0]?.trim() ?? ''
