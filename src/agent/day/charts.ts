import { scaleBand, scaleLinear } from 'd3-scale'

/** Widths and places along a line are in percent of the chart, heights in em: text keeps its size on any screen. */
interface Bar {
  count: number
  words: string
}

export interface Row {
  label: string
  bars: readonly Bar[]
}

/** Beyond the longest bar there is room for its words, which stand outside. */
const LONGEST = 50
const LINE = 1.5
const BAR = 1.2
const THICK = 0.95
const SPACE = 0.5
const BASE = 0.78

export type BarChart = ReturnType<typeof barChart>

/** Bars from the side where lines begin, each with its words behind its end. */
export function barChart(rows: readonly Row[], rtl: boolean) {
  const length = scaleLinear(
    [0, Math.max(1, ...rows.flatMap(({ bars }) => bars.map(({ count }) => count)))],
    [0, LONGEST],
  )
  const from = (along: number) => round(rtl ? 100 - along : along)
  let y = 0
  const drawn = rows.map(({ label, bars }) => {
    const top = y + LINE
    y = top + bars.length * BAR + SPACE
    return {
      label: { text: label, x: from(0), y: round(top - 0.42) },
      bars: bars.map(({ count, words }, at) => {
        const width = length(count)
        const barTop = top + at * BAR
        return {
          hollow: at % 2 === 1,
          x: rtl ? from(width) : from(0),
          y: round(barTop),
          width: round(width),
          height: THICK,
          words: { text: words, x: from(width), y: round(barTop + BASE), dx: rtl ? -0.4 : 0.4 },
        }
      }),
    }
  })
  return { height: round(y), rows: drawn }
}

export interface Column {
  name: string
  whole: number
  part: number
  words: string
}

const TOP = 1
const HEIGHT = 11
const FOOT = 1.6
const SCALE = 14
const EVERY = 3
const PART = 0.5

export type ColumnChart = ReturnType<typeof columnChart>

/** Columns from the side where lines begin: the whole hollow, the part solid and narrower in it. */
export function columnChart(columns: readonly Column[], rtl: boolean) {
  const most = Math.max(4, ...columns.map(({ whole, part }) => Math.max(whole, part)))
  const height = scaleLinear([0, most], [HEIGHT, TOP]).nice(4)
  const names = columns.map(({ name }) => name)
  const place = scaleBand(names, rtl ? [100 - SCALE, 0] : [SCALE, 100]).paddingInner(0.2)
  const band = place.bandwidth()
  const column = (name: string, count: number, share: number) => ({
    x: round(place(name)! + (band * (1 - share)) / 2),
    width: round(band * share),
    y: round(height(count)),
    height: round(HEIGHT - height(count)),
  })
  return {
    height: HEIGHT + FOOT,
    ticks: height.ticks(4).map(count => ({ count, y: round(height(count)), x: rtl ? 100 : 0 })),
    columns: columns.map(({ name, whole, part, words }, at) => ({
      words,
      whole: column(name, whole, 1),
      part: column(name, part, PART),
      name: at % EVERY === 0 && { text: name, x: round(place(name)! + band / 2), y: HEIGHT + 1.2 },
    })),
  }
}

const round = (value: number): number => Math.round(value * 100) / 100
