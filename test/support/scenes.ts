/// <reference lib="dom" />
import type { Page } from 'playwright-core'

/** The names of all scenes, as the gallery lists them. */
export async function sceneNames(origin: string): Promise<string[]> {
  const list = await (await fetch(`${origin}/gallery`)).text()
  return [...new Set([...list.matchAll(/href="\/gallery\/([^?"]+)\?/g)].map(([, name]) => name!))]
}

/** Opens a scene. An e-mail stands in an empty page: it has no address of its own, nor an icon to be asked for. */
export async function openScene(page: Page, origin: string, name: string, mode: string): Promise<void> {
  const url = sceneUrl(origin, name, mode)
  const isMail = name.startsWith('mail.')
  await page.goto(isMail ? 'about:blank' : url, { waitUntil: 'domcontentloaded' })
  if (isMail) await page.setContent(await (await fetch(url)).text())
}

/** Shows a scene in the page that is open, whose head has the same styles: quicker than opening it. Scripts do not run again. */
export async function showScene(page: Page, origin: string, name: string, mode: string): Promise<void> {
  if (name.startsWith('mail.')) return openScene(page, origin, name, mode)
  const html = await (await fetch(sceneUrl(origin, name, mode))).text()
  await page.evaluate(text => {
    const { title, body } = new DOMParser().parseFromString(text, 'text/html')
    document.title = title
    document.body.replaceWith(document.adoptNode(body))
  }, html)
}

export const sceneUrl = (origin: string, name: string, mode: string): string => `${origin}/gallery/${name}?lang=${mode}`
