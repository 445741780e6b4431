/** `3:07` or `1:02:07`: how long until a time, or since; never below zero. The browser counts on from it. */
export function timer(kind: 'until' | 'since', time: Date, now = Date.now()): string {
  const way = kind === 'until' ? 1 : -1
  const seconds = Math.max(0, Math.floor((way * (time.getTime() - now)) / 1000))
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60]
  const parts = hours > 0 ? [hours, String(minutes).padStart(2, '0')] : [minutes]
  return [...parts, String(seconds % 60).padStart(2, '0')].join(':')
}
