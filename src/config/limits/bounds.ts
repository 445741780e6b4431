import { z } from 'zod'

const MOST = 1_000_000
const THIRTY_DAYS = 30 * 86_400

const Window = z.tuple([z.int().min(1).max(MOST), z.int().min(1).max(THIRTY_DAYS)]).readonly()

/** A list of `[n, s]`: n in any s seconds. `usual` is the default. */
export function windows(...usual: [count: number, seconds: number][]) {
  return z.array(Window).min(1).default(usual)
}

export const count = (...usual: [count: number, seconds: number]) => Window.default(usual)

export const figure = (least: number, usual: number, most: number) => z.int().min(least).max(most).default(usual)

export const MOST_WAITS = 10

/** Seconds before the first, second, third … repeat; `usual` is the default. */
export const waits = (...usual: number[]) => z.array(z.int().min(1).max(3600)).min(1).max(MOST_WAITS).default(usual)
