/** By how much `y` grows when `x` grows by one: the line of least squares. 0 if all are at the same `x`. */
export function slope(points: readonly { x: number; y: number }[]): number {
  const mean = (of: 'x' | 'y') => points.reduce((sum, point) => sum + point[of], 0) / points.length
  const [x, y] = [mean('x'), mean('y')]
  const spread = points.reduce((sum, point) => sum + (point.x - x) ** 2, 0)
  return spread ? points.reduce((sum, point) => sum + (point.x - x) * (point.y - y), 0) / spread : 0
}
