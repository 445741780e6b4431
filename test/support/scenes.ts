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

export const sceneUrl = (origin: string, name: string, mode: string): string => `${origin}/gallery/${name}?lang=${mode}`
