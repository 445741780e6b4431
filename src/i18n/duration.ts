export interface Duration {
  seconds: number
  short?: boolean
}

type Say = (key: string, values: Record<string, string | number>) => string

const UNITS = [
  ['days', 86_400],
  ['hours', 3600],
  ['minutes', 60],
  ['seconds', 1],
] as const

/** Formats durations in at most two units: "10 minutes", "2 min 30 s". */
export function durations(say: Say): (duration: Duration) => string {
  return ({ seconds, short = false }) => {
    const whole = Math.max(0, Math.round(seconds))
    const found = UNITS.findIndex(([, size]) => whole >= size)
    const at = found < 0 ? UNITS.length - 1 : found
    const [unit, size] = UNITS[at]!
    const [smaller, smallerSize] = UNITS[at + 1] ?? UNITS[at]!
    const count = Math.floor(whole / size)
    const rest = Math.floor((whole % size) / smallerSize)
    if (rest === 0) return short ? say(`units.short.${unit}`, { count }) : say(`units.${unit}`, { count })

    const part = (name: string, count: number) =>
      short ? say(`units.short.${name}`, { count }) : say(`units.part.${name}`, { count })
    const [large, small] = [part(unit, count), part(smaller, rest)]
    return short ? `${large} ${small}` : say('units.pair', { large, small })
  }
}
