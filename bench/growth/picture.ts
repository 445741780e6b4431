import { scaleLinear, scaleLog } from 'd3-scale'
import { BUDGETS, pointsOf, tenOf } from './figures.ts'
import type { Held } from './memory.ts'
import { grouped, ms, times, whole } from './report.ts'
import type { Stage } from './sessions.ts'

const WIDTH = 760
const HEIGHT = 300
const [LEFT, RIGHT] = [70, WIDTH - 70]
const [TOP, FOOT] = [60, 250]

/** Two curves as SVG, which bring no number that the tables do not have. Readable on white, which it brings along. */
export function growthPicture(stages: readonly Stage[], held: readonly Held[]): string {
  const titles = ['CPU of a journey, by live sessions', 'Memory of a process, by journeys']
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${2 * HEIGHT}" role="img" aria-labelledby="t" font-family="sans-serif" font-size="13">
<title id="t">${titles.join('; ')}</title>
<rect width="100%" height="100%" fill="#fff"/>
${panel(titles[0]!, cpuCurve(stages))}
<g transform="translate(0 ${HEIGHT})">
${panel(titles[1]!, memoryCurve(held))}
</g>
</svg>
`
}

function panel(title: string, curve: string[]): string {
  return [
    `<text x="${LEFT}" y="26" font-size="16" font-weight="bold">${title}</text>`,
    ...curve,
    line([LEFT - 30, FOOT], [RIGHT + 30, FOOT], '#555'),
  ].join('\n')
}

/** The ratio to the first stage, with the band that counts as flat; the copy of the first hollow. */
function cpuCurve(stages: readonly Stage[]): string[] {
  const points = pointsOf(stages)
  const medians = points.map(({ ratio }) => ratio.median)
  const { flat } = BUDGETS
  const y = scaleLinear([Math.min(1 - 2 * flat, ...medians), Math.max(1 + 2 * flat, ...medians)], [FOOT, TOP])
  const x = scaleLog([1, Math.max(10, ...points.map(({ live }) => live))], [LEFT, RIGHT])
  const at = ({ live, ratio }: (typeof points)[number]) => [x(live), y(ratio.median)] as const
  const own = points.filter(({ copy }) => !copy)
  return [
    `<rect x="${LEFT - 30}" y="${n(y(1 + flat))}" width="${RIGHT - LEFT + 60}" height="${n(y(1 - flat) - y(1 + flat))}" fill="#e3eef9"/>`,
    text([RIGHT + 30, y(1 + flat) - 6], `flat: within ${flat * 100} %`, 'end'),
    path(own.map(at), '#0b5cad'),
    ...own.flatMap(point => [
      dot(at(point), '#0b5cad'),
      text([x(point.live), y(point.ratio.median) - 12], `${times(point.ratio.median)} ×`),
      text([x(point.live), y(point.ratio.median) + 22], `${ms(point.total.median)} ms`),
      text([x(point.live), FOOT + 20], grouped(point.live)),
    ]),
    ...points.flatMap(point =>
      point.copy
        ? [
            dot(at(point), '#fff'),
            text([x(point.live) + 46, y(point.ratio.median) - 12], `A/A ${times(point.ratio.median)} ×`, 'start'),
          ]
        : [],
    ),
  ]
}

function memoryCurve(held: readonly Held[]): string[] {
  const x = scaleLinear([0, held.at(-1)!.journeys], [LEFT, RIGHT])
  const y = scaleLinear([0, Math.max(BUDGETS.peakMb, held.at(-1)!.peakMb)], [FOOT, TOP])
  const budget = y(BUDGETS.peakMb)
  return [
    line([LEFT - 30, budget], [RIGHT + 30, budget], '#b3261e'),
    text([RIGHT + 30, budget - 6], `budget ${BUDGETS.peakMb} MB`, 'end'),
    path(
      held.map(({ journeys, peakMb }) => [x(journeys), y(peakMb)]),
      '#9aa7b4',
    ),
    path(
      held.map(({ journeys, nowMb }) => [x(journeys), y(nowMb)]),
      '#0b5cad',
    ),
    ...tenOf(held).flatMap(({ journeys, nowMb }) => [
      dot([x(journeys), y(nowMb)], '#0b5cad'),
      text([x(journeys), y(nowMb) + 44], whole(nowMb)),
      text([x(journeys), FOOT + 20], grouped(journeys)),
    ]),
    text([LEFT - 30, FOOT - 8], 'MB held now (blue), most so far (grey)', 'start'),
  ]
}

type Place = readonly [x: number, y: number]

const n = (value: number): string => String(Math.round(value * 10) / 10)

function text([x, y]: Place, words: string, anchor: 'start' | 'middle' | 'end' = 'middle'): string {
  return `<text x="${n(x)}" y="${n(y)}" text-anchor="${anchor}">${words}</text>`
}

function dot([x, y]: Place, fill: string): string {
  return `<circle cx="${n(x)}" cy="${n(y)}" r="4" fill="${fill}" stroke="#0b5cad"/>`
}

function line([x1, y1]: Place, [x2, y2]: Place, colour: string): string {
  return `<line x1="${n(x1)}" y1="${n(y1)}" x2="${n(x2)}" y2="${n(y2)}" stroke="${colour}"/>`
}

function path(places: readonly Place[], colour: string): string {
  return `<polyline points="${places.map(([x, y]) => `${n(x)},${n(y)}`).join(' ')}" fill="none" stroke="${colour}" stroke-width="1.5"/>`
}
