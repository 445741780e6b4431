/** The names of all scenes, as the gallery lists them. */
export async function sceneNames(origin: string): Promise<string[]> {
  const list = await (await fetch(`${origin}/gallery`)).text()
  return [...new Set([...list.matchAll(/href="\/gallery\/([^?"]+)\?/g)].map(([, name]) => name!))]
}

export const sceneUrl = (origin: string, name: string, mode: string): string => `${origin}/gallery/${name}?lang=${mode}`
