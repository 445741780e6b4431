/** Calls `tick` with the seconds left, at once and every second until none are; a computer that slept catches up. */
export function everySecond(seconds: number, tick: (left: number) => void): () => void {
  const end = Date.now() + seconds * 1000
  const step = () => {
    const left = Math.max(0, Math.round((end - Date.now()) / 1000))
    if (left === 0) clearInterval(timer)
    tick(left)
  }
  const timer = setInterval(step, 1000)
  step()
  return () => clearInterval(timer)
}
