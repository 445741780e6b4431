/** Times that are read as seconds left differ by so much from one reading to the next. */
const APART_MS = 2000

/** Whether two values hold the same, but for times that differ by less than can be read. */
export function alike(one: unknown, other: unknown): boolean {
  if (one instanceof Date && other instanceof Date) return Math.abs(one.getTime() - other.getTime()) < APART_MS
  if (!isObject(one) || !isObject(other)) return one === other
  const names = Object.keys(one)
  return names.length === Object.keys(other).length && names.every(name => alike(one[name], other[name]))
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !(value instanceof Date)
}
