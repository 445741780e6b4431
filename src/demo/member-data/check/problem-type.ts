/** The last segment of the type of a problem; undefined for none and for `about:blank`. */
export function problemType(json: unknown): string | undefined {
  const { type } = Object(json) as { type?: unknown }
  const path = typeof type === 'string' ? URL.parse(type, 'https://problem.invalid/')?.pathname : undefined
  return path?.includes('/') ? path.split('/').at(-1) : undefined
}
