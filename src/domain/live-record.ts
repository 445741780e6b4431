import { type Happening, ViewTooLarge } from '../ports/index.ts'

export const MOST_HAPPENINGS = 20
const MOST_VIEW_BYTES = 4096

/** As it is stored. Throws `ViewTooLarge`. */
export function textOfView(view: object): string {
  const text = JSON.stringify(view)
  if (Buffer.byteLength(text) > MOST_VIEW_BYTES) throw new ViewTooLarge()
  return text
}

/** As it is stored, with these fields alone, since it is not sealed. */
export function textOfHappening(happening: Happening): string {
  return JSON.stringify(happening, ['at', 'event', 'reason', 'page'])
}

/** Leaves out damaged ones. */
export function happeningsIn(texts: readonly string[]): Happening[] {
  return texts.flatMap(text => {
    try {
      return [JSON.parse(text) as Happening]
    } catch {
      return []
    }
  })
}
