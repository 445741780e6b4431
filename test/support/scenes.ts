/// <reference lib="dom" />
import assert from 'node:assert/strict'
import type { Page } from 'playwright-core'
import type { Mode } from '../../src/ports/index.ts'
import { expectedOf } from './expected-scenes.ts'
import { until } from './until.ts'

interface Answer {
  status: number
  html: string
}

/** There are more; fewer and a list was not read as it should be. */
const LEAST_SCENES = 100
const PATIENCE_MS = 60_000

/** The names of all scenes, as the gallery lists them. Throws if there are too few to be all. */
export async function sceneNames(origin: string): Promise<string[]> {
  const list = await (await fetch(`${origin}/gallery`)).text()
  const names = [...new Set([...list.matchAll(/href="\/gallery\/([^?"]+)\?/g)].map(([, name]) => name!))]
  assert.ok(names.length >= LEAST_SCENES, `${names.length} scenes`)
  return names
}

/** Opens a scene. An e-mail stands in an empty page: it has no address of its own, nor an icon to be asked for. */
export async function openScene(page: Page, origin: string, name: string, mode: Mode): Promise<void> {
  const url = sceneUrl(origin, name, mode)
  if (name.startsWith('mail.')) {
    await page.goto('about:blank')
    return page.setContent(await sceneOf(origin, name, mode))
  }
  await theScene(name, mode, async () => {
    const response = await page.goto(url, { waitUntil: 'domcontentloaded', timeout: PATIENCE_MS })
    return { status: response!.status(), html: await response!.text() }
  })
}

/** Shows a scene in the page that is open, whose head has the same styles: quicker than opening it. Scripts do not run again. */
export async function showScene(page: Page, origin: string, name: string, mode: Mode): Promise<void> {
  if (name.startsWith('mail.')) return openScene(page, origin, name, mode)
  await page.evaluate(
    text => {
      const { title, body } = new DOMParser().parseFromString(text, 'text/html')
      document.title = title
      document.body.replaceWith(document.adoptNode(body))
    },
    await sceneOf(origin, name, mode),
  )
}

export const sceneUrl = (origin: string, name: string, mode: string): string => `${origin}/gallery/${name}?lang=${mode}`

const sceneOf = (origin: string, name: string, mode: Mode): Promise<string> =>
  theScene(name, mode, async () => {
    const response = await fetch(sceneUrl(origin, name, mode))
    return { status: response.status, html: await response.text() }
  })

/** Asks for a scene, again if the server is too busy. Throws on any other page: its status or heading is not the scene's. */
export async function theScene(name: string, mode: Mode, ask: () => Promise<Answer>): Promise<string> {
  const { titles, ...expected } = expectedOf(name, mode)
  let answer = { status: 0, html: '' }
  const isItself = () => titles.every(title => headingOf(answer.html).includes(title))
  await until(
    `${name} is shown`,
    async () => {
      answer = await ask()
      return answer.status !== 503 || (expected.status === 503 && isItself())
    },
    PATIENCE_MS,
  )
  assert.equal(answer.status, expected.status, `${name} has its own status`)
  assert.ok(isItself(), `${name} has its own heading: ${headingOf(answer.html)}`)
  return answer.html
}

function headingOf(html: string): string {
  const [, inside = ''] = /<h1[^>]*>([\s\S]*?)<\/h1>/.exec(html) ?? []
  return inside
    .replace(/<[^>]*>/g, '')
    .replaceAll('&#39;', "'")
    .replaceAll('&amp;', '&')
}
