/// <reference lib="dom" />
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import type { Mode } from '../../src/ports/index.ts'
import { callPictures } from './call-picture.ts'
import { openBrowser } from './chromium.ts'
import { handOver } from './hand-over.ts'
import { type Service, startService } from './service.ts'
import { PAGES, visitTo } from './visits.ts'

const FOLDER = 'docs/screenshots'
const WIDTHS = [360, 1280] as const
const MODES: readonly Mode[] = ['fr', 'ar', 'both']
const QUALITY = 60

/** `npm run screenshots`: every page of the journey in docs/screenshots, in each reading mode, on a phone and on a desktop. */
const service = await startService()
const browser = await openBrowser()
await rm(FOLDER, { recursive: true, force: true })
await mkdir(FOLDER, { recursive: true })
for (const mode of MODES) for (const path of PAGES) await shoot(service, path, mode)
await composeReadme()
await composeCall()
await writeFile(`${FOLDER}/README.md`, table())
await browser.close()
await service.stop()

async function shoot(on: Service, path: (typeof PAGES)[number], mode: Mode): Promise<void> {
  const { url, cookies } = await visitTo(path, mode, on)
  for (const width of WIDTHS) {
    const page = await browser.newPage({ width })
    await handOver(page.context(), on.origin, cookies)
    await page.goto(url)
    await page.evaluate(() => document.fonts.ready)
    await page.screenshot({ path: file(path, width, mode), fullPage: true, type: 'jpeg', quality: QUALITY })
    await page.context().close()
  }
}

/** A phone in Arabic beside a desktop in both languages, as the README shows them. */
async function composeReadme(): Promise<void> {
  const shot = (width: number, mode: Mode) => readFile(file('identite', width, mode))
  await beside(await shot(360, 'ar'), await shot(1280, 'both'), 'readme.png')
}

/** A caller's phone beside the screen of the agent who follows. */
async function composeCall(): Promise<void> {
  await beside(...(await callPictures(browser)), 'call.png')
}

async function beside(phone: Buffer, desktop: Buffer, name: string): Promise<void> {
  const source = (picture: Buffer) => `data:image/jpeg;base64,${picture.toString('base64')}`
  const page = await browser.newPage({ width: 1240, height: 760 })
  await page.setContent(`<style>
    body { margin: 0; padding: 30px; display: flex; gap: 30px; height: 700px; background: #e6ecea }
    img { height: 100%; object-fit: cover; object-position: top; border: 1px solid #9fb0ab; border-radius: 12px }
    </style><img width="332" src="${source(phone)}"><img width="818" src="${source(desktop)}">`)
  await page.screenshot({ path: `${FOLDER}/${name}` })
}

function table(): string {
  const cells = (path: string) =>
    MODES.map(mode => WIDTHS.map(width => `[${width}](${nameOf(path, width, mode)})`).join(' · '))
  return [
    '# Every page, as members see it',
    '',
    'Made by `npm run screenshots`; the members are invented. Figures are the width of the window in pixels.',
    '',
    '| page | French | Arabic | both |',
    '|---|---|---|---|',
    ...PAGES.map(path => `| \`/mon_compte${path && `/${path}`}\` | ${cells(path).join(' | ')} |`),
    '',
  ].join('\n')
}

function file(path: string, width: number, mode: Mode): string {
  return `${FOLDER}/${nameOf(path, width, mode)}`
}

function nameOf(path: string, width: number, mode: Mode): string {
  return `${path || 'start'}-${width}-${mode}.jpg`
}
