/// <reference lib="dom" />
import type { Page } from 'playwright-core'

/** How programs lay out plain text: each line by its first letter, all by the first letter, or as their own language. */
export const DIRECTIONS = ['line', 'auto', 'ltr', 'rtl'] as const
type Direction = (typeof DIRECTIONS)[number]

/** Runs of a text that are not drawn in reading order beside each other on their line, with that line as drawn. */
export async function brokenRuns(page: Page, text: string, direction: Direction): Promise<string[]> {
  const lines = text.split('\n')
  const drawn = await drawnLines(page, lines, direction)
  return lines.flatMap((line, at) =>
    runsOf(line)
      .filter(run => !drawn[at]!.includes(run))
      .map(run => `${run} in ${drawn[at]}`),
  )
}

/** The lines of a text with their visible characters from left to right, as the eye meets them. */
async function drawnLines(page: Page, lines: readonly string[], direction: Direction): Promise<string[]> {
  await page.setContent('<p id="text" style="white-space: pre; width: max-content"></p>')
  return page.evaluate(
    ([lines, direction]) => {
      const paragraph = document.getElementById('text')!
      if (direction === 'line') paragraph.style.unicodeBidi = 'plaintext'
      else paragraph.dir = direction
      paragraph.textContent = lines.join('\n')
      const leftOf = (index: number) => {
        const range = document.createRange()
        range.setStart(paragraph.firstChild!, index)
        range.setEnd(paragraph.firstChild!, index + 1)
        return range.getBoundingClientRect().left
      }
      let start = 0
      return lines.map(line => {
        const placed = [...line].map((character, at) => ({ character, left: leftOf(start + at) }))
        start += line.length + 1
        return placed
          .filter(({ character }) => !/\p{Cf}/u.test(character))
          .toSorted((a, b) => a.left - b.left)
          .map(({ character }) => character)
          .join('')
      })
    },
    [lines, direction] as const,
  )
}

/** Whatever must be read as one: a sender and its code, a number and its unit, a date, a number to call, a host. */
const RUNS = /[A-Za-z]+ \d{6}|\d+ ?[a-z]+|\d+ \p{Script=Arabic}+|\+?\d[\d /\u00a0:.]*\d|[\da-z-]+(?:\.[\da-z-]+)+/gu

/** The runs of a text as they must be drawn: an Arabic unit stands to the left of its number, and reads from its right. */
export function runsOf(text: string): string[] {
  return [...text.matchAll(RUNS)].map(([run]) => {
    const [, number, unit] = /^(\d+) (\p{Script=Arabic}+)$/u.exec(run) ?? []
    return unit ? `${[...unit].toReversed().join('')} ${number}` : run
  })
}
